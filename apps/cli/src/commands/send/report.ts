import type { TargetChoice } from '@result-links/contracts';
import type { Outcome } from '../../command.js';
import type { Delivery } from '../../errors.js';
import { describeChoice } from '../../output/choice.js';
import { printable } from '../../output/printable.js';
import type { Style } from '../../output/style.js';
import type { ResultLinkRequest } from './request.js';

/** What sending came to when it did not fail. */
export interface Sent {
  via: 'kombo' | 'api';
  /** `accepted`: the API keeps it and will deliver it. */
  outcome: 'delivered' | 'accepted';
  warnings: string[];
  delivery?: Delivery;
}

/** The good news, for people and for programs. @param choice what was found, if it was looked up */
export function report(link: ResultLinkRequest, sent: Sent, choice?: TargetChoice): Outcome {
  const target = targetOf(link);
  return {
    data: {
      status: 'success',
      outcome: sent.outcome,
      via: sent.via,
      x_integration_id: link.request.x_integration_id,
      target,
      warnings: sent.warnings,
      ...(sent.delivery === undefined ? {} : { delivery: sent.delivery }),
    },
    text: (style) => lines(link, sent, choice, style).join('\n'),
  };
}

/** Which candidate or application a request is for. */
export function targetOf(link: ResultLinkRequest): { type: string; id: string } {
  return link.target === 'candidate'
    ? { type: 'candidate', id: link.request.candidate_id }
    : { type: 'application', id: link.request.application_id };
}

function lines(
  link: ResultLinkRequest,
  sent: Sent,
  choice: TargetChoice | undefined,
  style: Style,
): string[] {
  const { type, id } = targetOf(link);
  const where = printable(
    `"${link.request.request_body.label}" on ${type} ${id} (${link.request.x_integration_id})`,
  );
  const news =
    sent.outcome === 'delivered'
      ? `${style.good('Delivered:')} ${where}`
      : `${style.good('Accepted:')} ${where}\nIt is not in the ATS yet; the API keeps it and delivers it.`;
  const { delivery } = sent;
  return [
    news,
    ...(choice === undefined ? [] : [`Found:     ${printable(describeChoice(choice))}`]),
    ...(delivery === undefined ? [] : [`Delivery:  ${printable(delivery.id)}`]),
    ...(delivery?.replayed === true
      ? [
          `${style.caution('Replayed:')}  the API had this one already; nothing was sent a second time.`,
        ]
      : []),
    ...sent.warnings.map((warning) => `${style.caution('Warning:')}   ${printable(warning)}`),
  ];
}
