import type { AccountStore } from '@result-links/delivery';
import { ConfigError } from '../config/read.js';

/** The secret that Kombo signs an account's webhooks with. */
export interface AccountSecret {
  accountId: string;
  secret: string;
}

/** How long another process's change of an account may go unnoticed should its news get lost. */
const FRESH_FOR_MS = 10_000;

/**
 * The webhook secrets of all accounts: the environment's first, then those in the database. Read again
 * when accounts change, and every ten seconds at most, so that a flood of forged webhooks costs no queries.
 */
export class WebhookSecrets {
  #stored: Promise<AccountSecret[]> | null = null;
  #freshUntilMs = 0;

  /** @param onChange calls back when accounts have changed */
  constructor(
    private readonly ofEnvironment: AccountSecret | null,
    private readonly store: Pick<AccountStore, 'listWebhookSecrets'>,
    onChange: (listener: () => void) => void,
    private readonly nowMs: () => number = () => performance.now(),
  ) {
    onChange(() => {
      this.#stored = null;
    });
  }

  /** @throws DatabaseUnavailableError */
  async all(): Promise<AccountSecret[]> {
    const stored = await this.#read();
    return this.ofEnvironment ? [this.ofEnvironment, ...stored] : stored;
  }

  /** @throws ConfigError when an account has the secret of the environment: signatures could not tell them apart */
  async assertDifferent(): Promise<void> {
    const secret = this.ofEnvironment?.secret;
    const other = (await this.#read()).find((stored) => stored.secret === secret);
    if (other === undefined) return;
    throw new ConfigError([
      `KOMBO_WEBHOOK_SECRET is also the webhook secret of the account "${other.accountId}", so a signature could not tell whose webhook it is: remove it from one of them`,
    ]);
  }

  #read(): Promise<AccountSecret[]> {
    if (this.#stored === null || this.nowMs() >= this.#freshUntilMs) {
      const reading = this.store.listWebhookSecrets();
      this.#stored = reading;
      this.#freshUntilMs = this.nowMs() + FRESH_FOR_MS;
      reading.catch(() => {
        if (this.#stored === reading) this.#stored = null;
      });
    }
    return this.#stored;
  }
}
