import type { LookUpError } from '../look-up-error.js';

/** How long others are spared the same failure. */
const OUTAGE_MS = 5_000;

/** So many in a row without an answer are no coincidence; one may be due to what was asked. */
const SILENCES_OF_AN_OUTAGE = 3;

/**
 * Remembers a failure that has nothing to do with whom was looked for: an integration that is switched
 * off, a server that is away. Without it, each of 100,000 look-ups would find out for itself, slowly.
 */
export class Outage {
  private error: LookUpError | undefined;
  private until = 0;
  private silences = 0;

  /** Notes a failure, which may be one of that kind. */
  note(error: LookUpError): void {
    this.silences = error.kind === 'unavailable' ? this.silences + 1 : 0;
    if (this.silences >= SILENCES_OF_AN_OUTAGE || concernsAll(error)) {
      this.error = error;
      this.until = performance.now() + OUTAGE_MS;
    }
  }

  /** @throws LookUpError the same as those before, a few seconds long */
  check(): void {
    if (this.error !== undefined && performance.now() < this.until) {
      throw this.error;
    }
  }

  /** It works. */
  end(): void {
    this.error = undefined;
    this.silences = 0;
  }
}

/** Other refusals may be about the person, or about candidates and not about applications. */
function concernsAll({ kind, details }: LookUpError): boolean {
  return (
    kind === 'integration_broken' ||
    kind === 'account_broken' ||
    details.code === 'PLATFORM.INTEGRATION_NOT_FOUND'
  );
}
