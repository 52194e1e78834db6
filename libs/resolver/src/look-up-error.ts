import type { LookUpFailure, LookUpFailureKind } from '@result-links/contracts';
import { KomboConnectionError, KomboError } from '@result-links/kombo-client';

/** A reference could not be looked up. Nothing was written, so it may always be tried again. */
export class LookUpError extends Error {
  override readonly name = 'LookUpError';

  constructor(
    /** What kind of failure; see `LOOK_UP_FAILURE_KINDS` of the contract. */
    readonly kind: LookUpFailureKind,
    message: string,
    /** What is known beyond; `cause` is the error of the client. */
    readonly details: { code?: string | null; advice?: string | null; logUrl?: string | null } = {},
    cause?: unknown,
  ) {
    super(message, cause === undefined ? undefined : { cause });
  }

  /** As the contract has it. */
  toFailure(): LookUpFailure {
    const { code = null, advice = null, logUrl = null } = this.details;
    return { kind: this.kind, code, message: this.message, advice, log_url: logUrl };
  }
}

/** Whatever was thrown, as a {@link LookUpError}; a bug of the program is not one and goes on. */
export function toLookUpError(error: unknown): LookUpError {
  if (error instanceof LookUpError) {
    return error;
  }
  if (!(error instanceof KomboError)) {
    throw error;
  }
  const { code, advice, logUrl, message } = error;
  return new LookUpError(kindOf(error), message, { code, advice, logUrl }, error);
}

/** A read whose outcome is unknown has changed nothing: it is one that did not answer. */
function kindOf(error: KomboError): LookUpFailureKind {
  if (error instanceof KomboConnectionError && error.kind === 'aborted') {
    return 'aborted';
  }
  return error.outcome === 'unknown' || error.outcome === 'delivered'
    ? 'unavailable'
    : error.outcome;
}

/** The caller gave up, or the time was over (`AbortSignal.timeout`). */
export function abortedError(signal?: AbortSignal): LookUpError {
  const { name } = (signal?.reason ?? {}) as { name?: unknown };
  return name === 'TimeoutError'
    ? new LookUpError('unavailable', 'it could not be looked up in time', {
        advice: 'Look it up again later, or fewer at once.',
      })
    : new LookUpError('aborted', 'the look-up was given up');
}
