import { CliError } from '../errors.js';

/** The {@link CliError} that `run` fails with; anything else fails the test. */
export async function caught(run: () => unknown): Promise<CliError> {
  try {
    await run();
  } catch (error) {
    if (error instanceof CliError) return error;
    throw error;
  }
  throw new Error('expected a CliError, but nothing was thrown');
}
