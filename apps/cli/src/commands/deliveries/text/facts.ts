import type { DeliveryFailure, DeliveryStateName } from '@result-links/contracts';
import type { Style } from '../../../output/style.js';

/** A failure in a few words: Kombo's code, else the HTTP status, else that there was no answer. */
export function failureName({ code, http_status }: DeliveryFailure): string {
  return code ?? (http_status === null ? 'no answer' : `HTTP ${http_status}`);
}

/** The state, coloured by what it asks of the reader: nothing, patience, or a look. */
export function paintState(state: DeliveryStateName, text: string, style: Style): string {
  switch (state) {
    case 'delivered':
      return style.good(text);
    case 'failed':
    case 'unknown':
      return style.bad(text);
    case 'retrying':
    case 'parked':
      return style.caution(text);
    case 'cancelled':
      return style.faint(text);
    default:
      return text;
  }
}
