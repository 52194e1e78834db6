import { ResultLinksApiError, ResultLinksNoAnswerError } from '@result-links/api-client';
import { CliError, type Delivery } from '../errors.js';
import { exitOfOutcome } from '../kombo/outcomes.js';
import {
  deliveryIn,
  isAboutRequest,
  lookFirst,
  toCliError,
  WRONG_KEY,
  type Meaning,
} from './explain.js';

/**
 * Runs a look-up in the API. It changes nothing, so it can always be repeated.
 *
 * @param id of the delivery that is looked up
 * @throws CliError in place of the client's errors
 */
export function lookUp<T>(call: () => Promise<T>, id?: string): Promise<T> {
  return explained(call, { exit: 'later', hint: 'Try again later.' }, id);
}

/**
 * Runs an action through the API.
 *
 * @param id of the delivery that is acted on
 * @throws CliError in place of the client's errors
 */
export function act<T>(call: () => Promise<T>, id?: string): Promise<T> {
  const look = id === undefined ? 'deliveries list' : `deliveries show ${id}`;
  const hint = `It may or may not have been done. Look before you repeat it: result-links ${look}`;
  return explained(call, { exit: 'unknown', hint }, id);
}

/**
 * Runs a step of administration.
 *
 * @param look what comes after `result-links admin` to see what became of it
 * @throws CliError in place of the client's errors
 */
export function administered<T>(call: () => Promise<T>, look: string): Promise<T> {
  const hint = `It may or may not have been done. Look before you repeat it: result-links admin ${look}`;
  return explained(call, { exit: 'unknown', hint });
}

/**
 * Runs a change of webhook endpoints.
 *
 * @throws CliError in place of the client's errors
 */
export function changeWebhooks<T>(call: () => Promise<T>): Promise<T> {
  const hint =
    'It may or may not have been done. Look before you repeat it: result-links webhooks list';
  return explained(call, { exit: 'unknown', hint });
}

/** @param whenUnclear what it means that the API may have got it, and nobody knows what came of it */
async function explained<T>(call: () => Promise<T>, whenUnclear: Meaning, id?: string): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof ResultLinksApiError) {
      const delivery = deliveryIn(error) ?? (id === undefined ? undefined : { id });
      throw toCliError(error, await meaningOf(error, whenUnclear, delivery), delivery);
    }
    if (error instanceof ResultLinksNoAnswerError) {
      throw explainSilence(error, whenUnclear);
    }
    throw error;
  }
}

async function meaningOf(
  error: ResultLinksApiError,
  whenUnclear: Meaning,
  delivery: Delivery | undefined,
): Promise<Meaning> {
  const { status, code, reason } = error;
  if (status === 401 && reason?.startsWith('api_key')) {
    return WRONG_KEY;
  }
  if (status === 409 && delivery?.state !== undefined) {
    return { exit: 'rejected', hint: wayOn(delivery.id, delivery.state) };
  }
  if (status === 404 && code === null) {
    const hint = 'Check the id and the address of the API.';
    return { exit: 'usage', hint };
  }
  if (status === 429 || status === 503) {
    return { exit: 'later', hint: 'Nothing was done. Try again later.' };
  }
  if (isAboutRequest(error)) {
    return { exit: 'usage', hint: 'Nothing was done. Check the flags and the address of the API.' };
  }
  const { outcomeOf } = await import('./outcome-of.js');
  const { outcome, advice = '' } = outcomeOf(error);
  return outcome === 'unknown' || outcome === 'delivered'
    ? whenUnclear
    : { exit: exitOfOutcome(outcome, code), hint: advice };
}

/** What can be done about a delivery whose state forbids what was asked for. */
function wayOn(id: string, state: string): string {
  switch (state) {
    case 'unknown':
      return lookFirst(id);
    case 'parked':
      return 'See what is wrong with its integration: result-links integrations readiness <id>';
    default:
      return `See what happened: result-links deliveries show ${id}`;
  }
}

function explainSilence(error: ResultLinksNoAnswerError, whenUnclear: Meaning): CliError {
  const { code, message, requestSent } = error;
  if (code === 'ERR_CANCELED') {
    const hint = requestSent && whenUnclear.exit === 'unknown' ? { hint: whenUnclear.hint } : {};
    return new CliError('interrupted', 'Interrupted.', { reason: 'interrupted', ...hint });
  }
  if (!requestSent) {
    return new CliError('later', `The API cannot be reached: ${message}.`, {
      reason: 'no_answer',
      hint: 'Nothing was done. Check the address of the API, or try again later.',
    });
  }
  return new CliError(whenUnclear.exit, `The API gave no complete answer: ${message}.`, {
    reason: 'no_answer',
    hint: whenUnclear.hint,
  });
}
