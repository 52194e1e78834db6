import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '@result-links/delivery';

const PATIENCE_MS = 2_000;
/** How often everybody looks again while none arrive: callers who wait have their answer within a second. */
const LOOK_AGAIN_MS = 500;
/** Accounts and keys change rarely, and reading them again costs more. */
const LOOKS_PER_ACCOUNTS = 4;

/** What a {@link Hearing} works with. */
export interface HearingOptions {
  /** Sends a test through another connection than the one that listens. */
  notify(test: string): Promise<void>;
  /** Makes everybody look again. @param accounts whether at accounts as well */
  lookAgain(accounts: boolean): void;
  log: Log;
  /** How long a notification may take to arrive, in milliseconds; default 2 s. */
  patienceMs?: number;
}

/**
 * Knows whether notifications arrive, by sending one and listening for it. Behind a pooler in transaction mode
 * LISTEN succeeds and nothing is ever heard, since notifications belong to a session. While none arrive, or
 * the connection is lost, everybody is told to look again twice a second.
 */
export class Hearing {
  #isHearing = false;
  #isSilenceTold = false;
  #waiting: { test: string; heard: AbortController } | null = null;
  #timer: NodeJS.Timeout | undefined;
  #looks = 0;

  constructor(private readonly options: HearingOptions) {}

  get isHearing(): boolean {
    return this.#isHearing;
  }

  start(): void {
    this.#timer = setInterval(() => this.#look(), LOOK_AGAIN_MS);
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.lost();
  }

  /** Tests, and once more when nothing came: this process may have been busy. Never throws. */
  async test(): Promise<void> {
    let result = await this.#tryOnce();
    if (result === 'silence') result = await this.#tryOnce();
    if (result === 'heard') this.#heardIt();
    if (result === 'silence') this.#heardNothing();
  }

  /** `unknown`: the database or the listening connection is away. */
  async #tryOnce(): Promise<'heard' | 'silence' | 'unknown'> {
    const { notify, patienceMs = PATIENCE_MS } = this.options;
    const test = randomUUID();
    const heard = new AbortController();
    this.#waiting = { test, heard };
    try {
      await notify(test);
    } catch {
      return 'unknown';
    }
    const { signal } = heard;
    await sleep(patienceMs, undefined, { signal, ref: false }).catch(() => undefined);
    if (this.#waiting?.test !== test) return 'unknown';
    return signal.aborted ? 'heard' : 'silence';
  }

  /** A test has arrived. */
  heard(test: string): void {
    if (test === this.#waiting?.test) this.#waiting.heard.abort();
  }

  /** The connection is lost. */
  lost(): void {
    this.#isHearing = false;
    this.#waiting = null;
  }

  #heardIt(): void {
    if (this.#isSilenceTold) this.options.log.info({}, 'change notifications arrive again');
    this.#isHearing = true;
    this.#isSilenceTold = false;
  }

  #heardNothing(): void {
    this.#isHearing = false;
    if (this.#isSilenceTold) return;
    this.#isSilenceTold = true;
    this.options.log.warn(
      { lookAgainMs: LOOK_AGAIN_MS },
      'change notifications do not arrive: there may be a pooler in transaction mode. The database is polled instead. ' +
        'Set DATABASE_DIRECT_URL to the address of the server itself (docs/deploy.md, "Poolers")',
    );
  }

  #look(): void {
    if (this.#isHearing) return;
    this.#looks += 1;
    this.options.lookAgain(this.#looks % LOOKS_PER_ACCOUNTS === 0);
  }
}
