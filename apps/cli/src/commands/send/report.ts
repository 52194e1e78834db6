import type { Outcome } from '../../command.js';
import type { Delivery } from '../../errors.js';
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

/** The good news, for people and for programs. */
export function report(link: ResultLinkRequest, sent: Sent): Outcome {
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
    text: (style) => lines(link, sent, style).join('\n'),
  };
}

/** Which candidate or application a request is for. */
export function targetOf(link: ResultLinkRequest): { type: string; id: string } {
  return link.target === 'candidate'
    ? { type: 'candidate', id: link.request.candidate_id }
    : { type: 'application', id: link.request.application_id };
}

function lines(link: ResultLinkRequest, sent: Sent, style: Style): string[] {
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
    ...(delivery === undefined ? [] : [`Delivery:  ${printable(delivery.id)}`]),
    ...(delivery?.replayed === true
      ? [
          `${style.caution('Replayed:')}  the API had this one already; nothing was sent a second time.`,
        ]
      : []),
    ...sent.warnings.map((warning) => `${style.caution('Warning:')}   ${printable(warning)}`),
  ];
}
