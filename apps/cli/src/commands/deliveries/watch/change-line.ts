import type { Delivery } from '@result-links/contracts';
import type { ExitName } from '../../../exit-codes.js';
import { EXIT_BY_OUTCOME } from '../../../kombo/outcomes.js';
import { printable } from '../../../output/printable.js';
import type { Style } from '../../../output/style.js';
import { shortTime } from '../../../output/time.js';
import { failureName, paintState } from '../text/facts.js';

/** Where a delivery stands, on one line. */
export function changeLine(delivery: Delivery, style: Style): string {
  const { id, state, updated_at } = delivery;
  const line = `${shortTime(updated_at)}  ${printable(id)}  `;
  return `${line}${paintState(state, state.padEnd(10), style)}  ${details(delivery)}`.trimEnd();
}

function details({ state, attempt_count, next_attempt_at, failure }: Delivery): string {
  const why = failure && [failureName(failure), failure.message].filter(Boolean).join(': ');
  const next = state === 'retrying' && next_attempt_at && `next try ${shortTime(next_attempt_at)}`;
  const tries = attempt_count === 0 ? null : `try ${attempt_count}`;
  const isBad = !['queued', 'delivering', 'delivered'].includes(state);
  const parts = [tries, next, isBad && why].filter(Boolean).join(', ');
  return printable(parts);
}

/** How a command ends that waited for this delivery. */
export function exitOfEnded({ state, last_outcome }: Delivery): ExitName {
  switch (state) {
    case 'delivered':
      return 'ok';
    case 'unknown':
      return 'unknown';
    case 'failed':
      return last_outcome !== null && EXIT_BY_OUTCOME[last_outcome] === 'broken'
        ? 'broken'
        : 'rejected';
    default:
      return 'rejected';
  }
}
