import type { FieldError, TargetChoice } from '@result-links/contracts';
import type { ExitName } from './exit-codes.js';

/** A broken rule, with the flag that sets the field. */
export interface BrokenField extends FieldError {
  flag?: string;
}

/** What more is known about a {@link CliError}. */
export interface CliErrorDetails {
  /** Stable name of the problem, for scripts: `no_api_key`, `invalid_input`, … */
  reason: string;
  /** What to do about it; one or more lines. */
  hint?: string;
  /** The hint is the help of a command, and says all there is to say to a person. */
  isHelp?: true;
  /** Every broken rule of invalid input. */
  fields?: BrokenField[];
  /** What came of the result link, see `Outcome` of @result-links/kombo-client. */
  outcome?: string;
  /** What Kombo, or the API in its words, said. */
  kombo?: { code: string | null; title: string | null; logUrl: string | null };
  /** What was found where there should be just one. */
  choices?: TargetChoice[];
  /** The delivery that the API keeps. */
  delivery?: Delivery;
}

/** A delivery as the API's headers name it. */
export interface Delivery {
  id: string;
  state?: string;
  /** Path of it below the API's address. */
  location?: string;
  /** It was there before: this is what became of an earlier request. */
  replayed?: true;
}

/**
 * Something the user can understand and act on: printed as a message, without a stack.
 * Every other error that reaches the top is a bug of this program.
 */
export class CliError extends Error {
  override readonly name = 'CliError';

  constructor(
    readonly exit: ExitName,
    message: string,
    readonly details: CliErrorDetails,
  ) {
    super(message);
  }
}

/** Wrong usage: nothing was sent, nothing was tried. */
export function usageError(
  reason: string,
  message: string,
  details: Omit<CliErrorDetails, 'reason'> = {},
): CliError {
  return new CliError('usage', message, { reason, ...details });
}
