import { CliError } from '../errors.js';

/**
 * What it means that the user gave up during a write.
 *
 * @param mayBeOut whether the request may have reached the other side
 * @param hint what to do in that case
 */
export function interruptedWrite(mayBeOut: boolean, hint: string): CliError {
  return mayBeOut
    ? new CliError(
        'interrupted',
        'Interrupted while waiting for the answer; the request was already out.',
        { reason: 'interrupted', outcome: 'unknown', hint },
      )
    : new CliError('interrupted', 'Interrupted before the request was sent. Nothing was written.', {
        reason: 'interrupted',
        outcome: 'unavailable',
      });
}
