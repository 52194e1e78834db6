import { KomboConnectionError, type KomboError } from '@result-links/kombo-client';
import { CliError } from '../errors.js';
import type { ExitName } from '../exit-codes.js';
import { interruptedWrite } from './interrupted.js';
import { exitOfOutcome } from './outcomes.js';

/** What to say when nobody knows. */
export const DO_NOT_REPEAT =
  'The result link may or may not be in the ATS. Do not simply send it again, that can write a\n' +
  'second one: look in the ATS first, and send it again only if it is not there.';

/** What became of a write that failed. */
export function explainWrite(error: KomboError): CliError {
  const { outcome, advice } = error;
  if (isInterrupted(error)) {
    return interruptedWrite(error.requestSent !== 'no', DO_NOT_REPEAT);
  }
  return toCliError(exitOfOutcome(outcome, error.code), error, {
    outcome,
    hint: outcome === 'unknown' ? DO_NOT_REPEAT : advice,
  });
}

/** Why a look-up failed. It writes nothing, so its fate does not matter: it can always be repeated. */
export function explainRead(error: KomboError): CliError {
  if (isInterrupted(error)) {
    return new CliError('interrupted', 'Interrupted.', { reason: 'interrupted' });
  }
  return error.outcome === 'unknown' || error.outcome === 'delivered'
    ? toCliError('later', error, { hint: 'Try again later.' })
    : toCliError(exitOfOutcome(error.outcome, error.code), error, { hint: error.advice });
}

function toCliError(exit: ExitName, error: KomboError, more: { outcome?: string; hint: string }) {
  const { code, title, logUrl } = error;
  return new CliError(exit, error.komboMessage ?? error.message, {
    reason: error.outcome,
    kombo: { code, title, logUrl },
    ...more,
  });
}

function isInterrupted(error: KomboError): boolean {
  return error instanceof KomboConnectionError && error.kind === 'aborted';
}
