import type { DeliveryAttempt, DeliveryWithAttempts } from '@result-links/contracts';
import { printable } from '../../../output/printable.js';
import type { Style } from '../../../output/style.js';
import { shortTime } from '../../../output/time.js';
import { failureName, paintState } from './facts.js';

/** A delivery with its attempts, for a person who wants to know what happened. */
export function describeDelivery(delivery: DeliveryWithAttempts, style: Style): string {
  const { id, state, integration_id, target, failure, attempts } = delivery;
  const facts: [string, string | null | undefined][] = [
    ['Integration', integration_id],
    ['Target', `${target.type} ${target.id}`],
    ['Accepted', shortTime(delivery.accepted_at)],
    ['Changed', shortTime(delivery.updated_at)],
    ['Next try', delivery.next_attempt_at && shortTime(delivery.next_attempt_at)],
    ['Key', delivery.idempotency_key],
    ['Why', failure && [failureName(failure), failure.message].filter(Boolean).join(': ')],
    ['Log', failure?.log_url],
    ['To do', failure?.advice],
  ];
  const warnings = delivery.warnings.map(({ message }) => ['Warning', message] as const);
  return [
    `${style.strong('Delivery')} ${printable(id)}  ${paintState(state, state, style)}`,
    ...[...facts, ...warnings]
      .filter(([, value]) => value)
      .map(([name, value]) => `  ${`${name}:`.padEnd(13)}${printable(value ?? '')}`),
    attempts.length === 0 ? style.faint('No attempt yet.') : style.strong('Attempts'),
    ...attempts.map(describeAttempt),
  ].join('\n');
}

function describeAttempt(attempt: DeliveryAttempt): string {
  const { number, started_at, finished_at, outcome, request_sent, failure } = attempt;
  const seconds =
    finished_at === null ? null : (Date.parse(finished_at) - Date.parse(started_at)) / 1000;
  return printable(
    [
      `  ${String(number).padStart(3)}`,
      shortTime(started_at),
      seconds === null ? 'under way' : `${seconds.toFixed(1)} s`.padStart(9),
      (outcome ?? '').padEnd(18),
      failure && `${failureName(failure)}${failure.message ? `: ${failure.message}` : ''}`,
      request_sent === 'maybe' && '(the request may have arrived)',
      request_sent === 'no' && '(nothing was sent)',
    ]
      .filter((part) => part !== null && part !== false)
      .join('  ')
      .trimEnd(),
  );
}
