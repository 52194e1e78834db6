import { setTimeout as sleep } from 'node:timers/promises';
import {
  hashApiKey,
  whyUnusable,
  type AccountEvents,
  type ApiKey,
  type Clock,
  type Log,
} from '@result-links/delivery';

/**
 * How long a key is believed without asking the database, in milliseconds. A revocation is told to all
 * processes at once; this is how long it can take when the news is lost on its way.
 */
export const KEY_CACHE_MS = 30_000;
/** Uses are written once a minute for all keys together, not with every request. */
const FLUSH_MS = 60_000;
/** Keys remembered at once; beyond that the oldest goes. */
const MOST_KEYS = 10_000;
/** Pause between two look-ups: at most 100 a second, however many unknown keys are presented. */
const LOOK_UP_PAUSE_MS = 10;

/** What is known of a stored key. */
export type StoredKey = Pick<ApiKey, 'id' | 'expiresAt' | 'revokedAt'>;

/** A key that is good, or why it is not. */
export type KeyCheckResult<Key> = { key: Key } | { refusal: 'wrong' | 'revoked' | 'expired' };

/** What a {@link KeyDirectory} works with. */
export interface KeyDirectoryOptions<Key extends StoredKey> {
  /** What every key begins with. */
  prefix: string;
  store: {
    /** By hash; unknown keys are left out. */
    findKeys(hashes: readonly string[]): Promise<ReadonlyMap<string, Key>>;
    /** Writes when keys were last used. */
    recordUses(uses: ReadonlyMap<string, Date>): Promise<void>;
  };
  events: AccountEvents;
  clock: Pick<Clock, 'now' | 'monotonicMs'>;
  log: Log;
}

/** A query for keys that were presented. */
interface LookUp<Key> {
  hashes: Set<string>;
  found: Promise<ReadonlyMap<string, Key>>;
}

/** Knows stored keys, without a question to the database for every request. */
export class KeyDirectory<Key extends StoredKey> {
  readonly #known = new Map<string, { key: Key; readAtMs: number }>();
  readonly #looksLikeOurs: RegExp;
  /** The look-up that begins next; `null` if none is wanted. */
  #next: LookUp<Key> | null = null;
  /** Settles when the next look-up may begin. */
  #free: Promise<unknown> = Promise.resolve();
  #uses = new Map<string, Date>();
  /** Grows when accounts or keys change: an answer read before says nothing any more. */
  #epoch = 0;
  readonly #unsubscribe: () => void;
  readonly #timer: NodeJS.Timeout;

  constructor(protected readonly options: KeyDirectoryOptions<Key>) {
    this.#looksLikeOurs = new RegExp(`^${options.prefix}[\\w-]{43}$`);
    this.#unsubscribe = options.events.onAccounts(() => this.forget());
    this.#timer = setInterval(() => void this.flush(), FLUSH_MS).unref();
  }

  /**
   * Whether `key` is a good one.
   *
   * @throws DatabaseUnavailableError when the key is not known here and nobody can be asked
   */
  async check(key: string): Promise<KeyCheckResult<Key>> {
    // Nothing else can be one of ours, so guesses cost the database nothing.
    const known = this.#looksLikeOurs.test(key) ? await this.#find(hashApiKey(key)) : null;
    if (known === null) return { refusal: 'wrong' };
    const refusal = whyUnusable(known, this.options.clock.now());
    return refusal === null ? { key: known } : { refusal };
  }

  /** Remembers that the key was used now; written once a minute. */
  noteUse({ id }: Key): void {
    this.#uses.set(id, this.options.clock.now());
  }

  /** Forgets all keys: the next request with each asks the database. */
  forget(): void {
    this.#epoch += 1;
    this.#known.clear();
  }

  /** Writes when keys were last used. Never throws: what cannot be written now is written later. */
  async flush(): Promise<void> {
    const uses = this.#uses;
    if (uses.size === 0) return;
    this.#uses = new Map();
    try {
      await this.options.store.recordUses(uses);
    } catch (error) {
      this.#uses = new Map([...uses, ...this.#uses]);
      this.options.log.warn({ err: error }, 'uses of keys could not be written');
    }
  }

  /** Writes the last uses and ends. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#unsubscribe();
    await this.flush();
  }

  async #find(hash: string): Promise<Key | null> {
    const nowMs = this.options.clock.monotonicMs();
    const known = this.#known.get(hash);
    if (known !== undefined && nowMs - known.readAtMs < KEY_CACHE_MS) {
      return known.key;
    }
    const epoch = this.#epoch;
    const lookUp = (this.#next ??= this.#scheduleLookUp());
    lookUp.hashes.add(hash);
    const key = (await lookUp.found).get(hash) ?? null;
    if (epoch === this.#epoch) this.#remember(hash, key, nowMs);
    return key;
  }

  /**
   * One look-up runs at a time; all keys presented meanwhile share the next one. So guesses cost the database
   * one small query at a time, and a right key among thousands of wrong ones waits for two at most.
   */
  #scheduleLookUp(): LookUp<Key> {
    const hashes = new Set<string>();
    const found = this.#free.then(() => {
      this.#next = null;
      return this.options.store.findKeys([...hashes]);
    });
    this.#free = found
      .catch(() => undefined)
      .then(() => sleep(LOOK_UP_PAUSE_MS, undefined, { ref: false }));
    return { hashes, found };
  }

  #remember(hash: string, key: Key | null, readAtMs: number): void {
    this.#known.delete(hash);
    if (key === null) return;
    const [oldest] = this.#known.keys();
    if (this.#known.size >= MOST_KEYS && oldest !== undefined) this.#known.delete(oldest);
    this.#known.set(hash, { key, readAtMs });
  }
}
