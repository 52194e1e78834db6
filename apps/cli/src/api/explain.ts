import type { ResultLinksApiError, ResultLinksNoAnswerError } from '@result-links/api-client';
import { CliError, type CliErrorDetails, type Delivery } from '../errors.js';
import type { ExitName } from '../exit-codes.js';
import { interruptedWrite } from '../kombo/interrupted.js';
import { EXIT_BY_OUTCOME, exitOfOutcome } from '../kombo/outcomes.js';

/** Why sending again through the API is no danger. */
const REPEATING_IS_SAFE =
  'The API may or may not have it. Send exactly the same again through the API: it recognises what\n' +
  'it already has (as long as its deduplication is on) and does not write it twice.';

/** States of a delivery that the API goes on with by itself. */
const KEPT_STATES: ReadonlySet<string> = new Set(['queued', 'delivering', 'retrying', 'parked']);

/** Whether the API keeps a delivery in this state and sends it by itself. */
export function isKept(deliveryState: string | undefined): boolean {
  return deliveryState !== undefined && KEPT_STATES.has(deliveryState);
}

/** The delivery that headers of the API name, if any. */
export function deliveryIn(headers: {
  deliveryId?: string;
  deliveryState?: string;
  location?: string;
  isReplayed?: boolean;
}): Delivery | undefined {
  const { deliveryId: id, deliveryState: state, location, isReplayed } = headers;
  if (id === undefined) {
    return undefined;
  }
  return {
    id,
    ...(state === undefined ? {} : { state }),
    ...(location === undefined ? {} : { location }),
    ...(isReplayed === true ? { replayed: true } : {}),
  };
}

/** What an error of the API means for the result link that was handed over. */
export async function explainAnswer(error: ResultLinksApiError): Promise<CliError> {
  const delivery = deliveryIn(error);
  const meaning =
    error.reason === 'idempotency_key_reused'
      ? KEY_REUSED
      : delivery === undefined
        ? await explainRefusal(error)
        : await explainDelivery(error, delivery);
  return toCliError(error, meaning, delivery);
}

/** What it means that no complete answer came. */
export function explainSilence(error: ResultLinksNoAnswerError): CliError {
  const { message, code, requestSent } = error;
  if (code === 'ERR_CANCELED') {
    return interruptedWrite(requestSent, REPEATING_IS_SAFE);
  }
  return requestSent
    ? new CliError('unknown', `The API gave no complete answer: ${message}.`, {
        reason: 'no_answer',
        outcome: 'unknown',
        hint: REPEATING_IS_SAFE,
      })
    : new CliError('later', `The API cannot be reached: ${message}.`, {
        reason: 'no_answer',
        outcome: 'unavailable',
        hint: 'Nothing was sent. Check the address of the API, or try again later.',
      });
}

/** How a command ends, and what to tell the user. */
export interface Meaning {
  exit: ExitName;
  outcome?: string;
  hint: string;
}

/** The API's words with what they mean. */
export function toCliError(
  error: ResultLinksApiError,
  { exit, outcome, hint }: Meaning,
  delivery: Delivery | undefined,
): CliError {
  const { code, title, logUrl, fields } = error;
  const details: CliErrorDetails = {
    reason: error.reason ?? outcome ?? 'refused',
    hint,
    kombo: { code, title, logUrl },
    ...(outcome === undefined ? {} : { outcome }),
    ...(fields === undefined ? {} : { fields }),
    ...(delivery === undefined ? {} : { delivery }),
  };
  return new CliError(exit, error.message, details);
}

/** The delivery that such an answer names is another one. */
const KEY_REUSED: Meaning = {
  exit: 'usage',
  outcome: 'rejected',
  hint: 'Nothing was accepted. One key belongs to one result link: use another --idempotency-key.',
};

/** The API has the result link; the state of the delivery says more than the error does. */
async function explainDelivery(
  error: ResultLinksApiError,
  { id, state }: Delivery,
): Promise<Meaning> {
  const { outcomeOf } = await import('./outcome-of.js');
  const { outcome, advice } = outcomeOf(error);
  if (state === 'unknown' || (outcome === 'unknown' && !isKept(state))) {
    return { exit: 'unknown', outcome: 'unknown', hint: lookFirst(id) };
  }
  if (isKept(state)) {
    const hint = withAdvice(
      advice,
      'The API keeps the result link and delivers it by itself: do not send it again.',
    );
    return { exit: EXIT_BY_OUTCOME[outcome], outcome, hint };
  }
  const sendAgain = `To send it again as it is: result-links deliveries retry ${id}`;
  const hint = withAdvice(advice, sendAgain);
  const exit = exitOfOutcome(outcome, error.code);
  return exit === 'broken'
    ? { exit, outcome, hint }
    : { exit: exit === 'usage' ? exit : 'rejected', outcome: 'rejected', hint };
}

function withAdvice(advice: string | undefined, hint: string): string {
  return advice === undefined ? hint : `${advice}\n${hint}`;
}

/** The one thing that helps when nobody knows, and the API waits to be told. */
export function lookFirst(id: string): string {
  return (
    'Look in the ATS first, then say what you found (--not-delivered sends it again):\n' +
    `result-links deliveries resolve ${id} --delivered | --not-delivered`
  );
}

/** The API took nothing: the caller, the request or the API itself is at fault, not the ATS. */
async function explainRefusal(error: ResultLinksApiError): Promise<Meaning> {
  const { status } = error;
  if (status === 401) {
    return WRONG_KEY;
  }
  if (status === 429 || status === 503) {
    const outcome = status === 429 ? 'throttled' : 'unavailable';
    return { exit: 'later', outcome, hint: 'The API accepted nothing. Send it again later.' };
  }
  if (isAboutRequest(error)) {
    const hint = 'The API accepted nothing. Check the request and the address of the API.';
    return { exit: 'usage', outcome: 'rejected', hint };
  }
  const { outcomeOf } = await import('./outcome-of.js');
  const { outcome, advice = '' } = outcomeOf(error);
  return outcome === 'unknown' || outcome === 'delivered'
    ? { exit: 'unknown', outcome: 'unknown', hint: REPEATING_IS_SAFE }
    : { exit: exitOfOutcome(outcome, error.code), outcome, hint: advice };
}

/** The API refuses the request itself. 424 is about what Kombo refused: its `reason` says which outcome that is. */
export function isAboutRequest({ status, code }: ResultLinksApiError): boolean {
  const isRefused = status >= 300 && status < 500 && status !== 424;
  return isRefused && (code === null || code === 'PLATFORM.INPUT_INVALID');
}

/** Our own key is refused, not Kombo's. */
export const WRONG_KEY: Meaning = {
  exit: 'broken',
  outcome: 'account_broken',
  hint: 'Check RESULT_LINKS_API_KEY: it must be a key of this API, not of Kombo.',
};
