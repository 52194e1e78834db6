/** Shorter strings occur in ordinary text; hiding them would garble it, not protect anything. */
const MIN_SECRET_LENGTH = 6;

/** What stands in place of a secret. */
export const MASK = '****';

/**
 * The last guard before anything is printed: a server may repeat a key in its error message, an
 * unforeseen error may carry one.
 */
export class SecretKeeper {
  readonly #secrets = new Set<string>();

  /** Remembers a secret, also as it looks inside a JSON document. */
  add(secret: string): void {
    if (secret.length >= MIN_SECRET_LENGTH) {
      this.#secrets.add(secret);
      this.#secrets.add(JSON.stringify(secret).slice(1, -1));
    }
  }

  /** `text` with every secret masked. */
  redact(text: string): string {
    return [...this.#secrets].reduce((safe, secret) => safe.replaceAll(secret, MASK), text);
  }
}
