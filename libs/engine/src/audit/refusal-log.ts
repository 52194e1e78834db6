import type { Actor, AuditEntry, AuditRecordStore, Clock, Log } from '@result-links/delivery';

/** A call that was refused because of its key. */
export interface RefusedCall {
  by: Actor;
  /** `null`: the key is unknown, or belongs to no account. */
  accountId: string | null;
  /** `error.reason` of the answer. */
  reason: string;
  method: string;
  /** With parameters in place of IDs, e.g. `/v1/admin/accounts/:id`. */
  route: string;
}

/** What a {@link RefusalLog} works with. */
export interface RefusalLogOptions {
  store: Pick<AuditRecordStore, 'addRefusals'>;
  clock: Pick<Clock, 'monotonicMs'>;
  log: Log;
}

/** Records of one process in a minute. Equal calls share one that counts them; the rest is only counted. */
export const MOST_RECORDS = 20;
/** Shortest time between two writes. */
export const WRITE_EVERY_MS = 60_000;
/** The first refusal after a quiet minute is written so soon, with what comes right after it. */
export const FIRST_WRITE_MS = 500;
/** Kept in the database: some 30 MB at most, whoever calls however often. */
const KEEP = { count: 100_000, ms: 90 * 86_400_000 };

const SOMEONE: Actor = { type: 'admin_key', keyId: null, keyName: null, address: null };

/** Records refused calls without letting anyone fill the database with them. */
export class RefusalLog {
  #counted = new Map<string, { call: RefusedCall; count: number }>();
  #others = 0;
  #lastWriteMs = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | null = null;

  constructor(private readonly options: RefusalLogOptions) {}

  /** Counts a call; it is recorded within a minute. */
  note(call: RefusedCall): void {
    const key = JSON.stringify([call.by, call.reason, call.method, call.route]);
    const same = this.#counted.get(key);
    if (same) same.count += 1;
    else if (this.#counted.size < MOST_RECORDS) this.#counted.set(key, { call, count: 1 });
    else this.#others += 1;
    this.#schedule();
  }

  /** Writes what was counted. Never throws: what cannot be written now is written later. */
  async flush(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#counted.size === 0) return;
    const counted = this.#counted;
    const others = this.#others;
    this.#counted = new Map();
    this.#others = 0;
    this.#lastWriteMs = this.options.clock.monotonicMs();
    try {
      await this.options.store.addRefusals(toRecords([...counted.values()], others), KEEP);
    } catch (error) {
      this.options.log.warn({ err: error }, 'refused calls could not be recorded');
      for (const [key, { call, count }] of counted) {
        const same = this.#counted.get(key);
        if (same) same.count += count;
        else if (this.#counted.size < MOST_RECORDS) this.#counted.set(key, { call, count });
        else this.#others += count;
      }
      this.#others += others;
      this.#schedule();
    }
  }

  #schedule(): void {
    const sinceMs = this.options.clock.monotonicMs() - this.#lastWriteMs;
    const waitMs = Math.max(WRITE_EVERY_MS - sinceMs, FIRST_WRITE_MS);
    this.#timer ??= setTimeout(() => void this.flush(), waitMs).unref();
  }
}

function toRecords(
  counted: readonly { call: RefusedCall; count: number }[],
  others: number,
): { by: Actor; entry: AuditEntry }[] {
  const records = counted.map(({ call: { by, accountId, ...facts }, count }) => ({
    by,
    entry: { ...entry(accountId), details: { ...facts, count } },
  }));
  if (others === 0) return records;
  return [...records, { by: SOMEONE, entry: { ...entry(null), details: { count: others } } }];
}

const entry = (accountId: string | null) =>
  ({ action: 'call.refuse', accountId, subject: null }) as const;
