import type { ResultLinksApiError, ResultLinksNoAnswerError } from '@result-links/api-client';
import { ruleFor } from '@result-links/kombo-client';
import { CliError, type CliErrorDetails, type Delivery } from '../errors.js';
import type { ExitName } from '../exit-codes.js';
import { DO_NOT_REPEAT, EXIT_BY_OUTCOME, interruptedWrite } from '../kombo/explain.js';

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
}): Delivery | undefined {
  const { deliveryId: id, deliveryState: state, location } = headers;
  if (id === undefined) {
    return undefined;
  }
  return {
    id,
    ...(state === undefined ? {} : { state }),
    ...(location === undefined ? {} : { location }),
  };
}

/** What an error of the API means for the result link. */
export function explainAnswer(error: ResultLinksApiError): CliError {
  const { code, title, logUrl, fields } = error;
  const delivery = deliveryIn(error);
  const { exit, outcome, hint } =
    delivery === undefined ? explainRefusal(error) : explainDelivery(error, delivery.state);
  const details: CliErrorDetails = {
    reason: error.reason ?? outcome,
    hint,
    outcome,
    kombo: { code, title, logUrl },
    ...(fields === undefined ? {} : { fields }),
    ...(delivery === undefined ? {} : { delivery }),
  };
  return new CliError(exit, error.message, details);
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

interface Meaning {
  exit: ExitName;
  outcome: string;
  hint: string;
}

/** The API has the result link; the state of the delivery says more than the error does. */
function explainDelivery(error: ResultLinksApiError, state: string | undefined): Meaning {
  const { outcome, advice } = ruleOf(error);
  if (state === 'unknown' || (outcome === 'unknown' && !isKept(state))) {
    return { exit: 'unknown', outcome: 'unknown', hint: DO_NOT_REPEAT };
  }
  if (isKept(state)) {
    const hint = `${advice}\nThe API keeps the result link and delivers it by itself: do not send it again.`;
    return { exit: EXIT_BY_OUTCOME[outcome], outcome, hint };
  }
  const isBroken = EXIT_BY_OUTCOME[outcome] === 'broken';
  return isBroken
    ? { exit: 'broken', outcome, hint: advice }
    : { exit: 'rejected', outcome: 'rejected', hint: advice };
}

/** The API took nothing: the caller, the request or the API itself is at fault, not the ATS. */
function explainRefusal(error: ResultLinksApiError): Meaning {
  const { status, code } = error;
  if (status === 401) {
    const hint = 'Check RESULT_LINKS_API_KEY: it must be a key of this API, not of Kombo.';
    return { exit: 'broken', outcome: 'account_broken', hint };
  }
  if (status === 429 || status === 503) {
    const outcome = status === 429 ? 'throttled' : 'unavailable';
    return { exit: 'later', outcome, hint: 'The API accepted nothing. Send it again later.' };
  }
  if (status >= 300 && status < 500 && (code === null || code === 'PLATFORM.INPUT_INVALID')) {
    const hint = 'The API accepted nothing. Check the request and the address of the API.';
    return { exit: 'usage', outcome: 'rejected', hint };
  }
  const { outcome, advice } = ruleOf(error);
  return outcome === 'unknown' || outcome === 'delivered'
    ? { exit: 'unknown', outcome: 'unknown', hint: REPEATING_IS_SAFE }
    : { exit: EXIT_BY_OUTCOME[outcome], outcome, hint: advice };
}

function ruleOf({ code, status }: ResultLinksApiError) {
  return ruleFor({ code, httpStatus: status, requestSent: 'yes', hasErrorEnvelope: code !== null });
}
