import type { LookUpError } from '../look-up-error.js';

/** How long others are spared the same failure. */
const OUTAGE_MS = 5_000;

/**
 * Remembers a failure that has nothing to do with whom was looked for: an integration that is switched
 * off, a server that is away. Without it, each of 100,000 look-ups would find out for itself, slowly.
 */
export class Outage {
  private error: LookUpError | undefined;
  private until = 0;

  /** Notes a failure, if it is one of that kind. */
  note(error: LookUpError): void {
    if (concernsAll(error)) {
      this.error = error;
      this.until = Date.now() + OUTAGE_MS;
    }
  }

  /** @throws LookUpError the same as those before, a few seconds long */
  check(): void {
    if (this.error !== undefined && Date.now() < this.until) {
      throw this.error;
    }
  }

  /** It works again. */
  end(): void {
    this.error = undefined;
  }
}

function concernsAll({ kind, details }: LookUpError): boolean {
  switch (kind) {
    case 'integration_broken':
    case 'account_broken':
    case 'unavailable':
      return true;
    case 'rejected':
      // The input is about one person; that there is no such integration is about all.
      return details.code != null && !details.code.endsWith('.INPUT_INVALID');
    default:
      return false;
  }
}
