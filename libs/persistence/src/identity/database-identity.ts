import type { Log, StartedAttempt } from '@result-links/delivery';
import type { Database, Queryable, Transaction } from '../engine/database.js';
import {
  insertIdentity,
  raisePulse,
  readIdentity,
  stopSending,
  type IdentityRow,
  type StopReason,
} from '../statements/identity.js';
import { judge, placeOf, type Judgment, type Progress } from './judge.js';
import type { ProgressFile } from './progress-file.js';

/** A database that sends nothing until an operator confirms it. */
export interface SendingStop {
  reason: StopReason | 'missing';
  /** `null`: the database does not say. */
  since: Date | null;
}

/** The embedded database was moved to a server, or is being moved; the message says where and what to do. */
export class DatabaseMovedError extends Error {
  readonly code = 'database_moved';
  constructor(reason: 'moving' | 'moved', to: string | null) {
    const target = to ?? 'a PostgreSQL server';
    super(
      reason === 'moved'
        ? `This embedded database was moved to ${target} and must not be used any more. Set DATABASE_URL to that server, or RESULT_LINKS_DATA_DIR to another directory.`
        : `This embedded database is being moved to ${target}. Run "result-links admin migrate" again to finish, or with --abandon to keep using this one.`,
    );
    this.name = 'DatabaseMovedError';
  }
}

const BUSY_MS = 1_000;
const IDLE_MS = 5_000;

/**
 * Recognizes a database that was restored or copied, and stops sending on it
 * (docs/decisions/0015-restored-databases.md).
 */
export class DatabaseIdentity {
  #server: string | null = null;
  #progress: Progress | null = null;
  #stop: SendingStop | null = null;
  #hasStarted = false;
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(
    private readonly db: Database,
    private readonly log: Log,
    private readonly file?: ProgressFile,
  ) {}

  /** Why nothing is sent, as far as this process knows; `null`: sending is allowed. */
  get stop(): SendingStop | null {
    return this.#stop;
  }

  /** The server that was asked last; `null`: it does not say which one it is. */
  get server(): string | null {
    return this.#server;
  }

  /** The epoch that this process knows. */
  get epoch(): string | null {
    return this.#progress?.epoch ?? null;
  }

  /**
   * The first look, on an up-to-date schema.
   *
   * @throws DatabaseMovedError if an embedded database was moved away
   */
  async prepare(): Promise<void> {
    this.#server = await this.db.server();
    await this.db.transaction((tx) => insertIdentity(tx, this.#server));
    const { database_oid } = await readIdentity(this.db, null);
    this.#progress ??= this.file?.read(placeOf(this.#server, { database_oid })) ?? null;
    const { row, judgment } = await this.#look(this.db);
    if (this.db.kind === 'embedded' && isMove(row.stopped_reason)) {
      throw new DatabaseMovedError(row.stopped_reason, row.moved_to);
    }
    if (judgment.verdict === 'restored') await this.#stopNow(judgment.reason);
  }

  /** Looks again now and then. An embedded database has this process alone and cannot change under it. */
  watch(): void {
    if (this.db.kind === 'embedded') return;
    let idleMs = 0;
    this.#timer = setInterval(() => {
      idleMs += BUSY_MS;
      if (!this.#hasStarted && idleMs < IDLE_MS) return;
      idleMs = 0;
      // A database that is away is looked at when it is back.
      void this.refresh().catch(() => undefined);
    }, BUSY_MS);
    this.#timer.unref();
  }

  /** Looks now, and raises the pulse if this process has started attempts. */
  async refresh(): Promise<void> {
    this.#server = await this.db.server();
    const { judgment } = await this.#look(this.db);
    if (judgment.verdict === 'restored') await this.#stopNow(judgment.reason);
    if (!this.#hasStarted || judgment.verdict !== 'same') return;
    this.#hasStarted = false;
    const pulse = await raisePulse(this.db);
    if (pulse !== null) this.#advance({ pulse });
  }

  /**
   * Whether attempts may start in this transaction. Ask before its first statement and await the answer
   * later: the two travel together.
   */
  async maySend(tx: Transaction): Promise<boolean> {
    const { judgment } = await this.#look(tx);
    if (judgment.verdict === 'restored') {
      tx.afterCommit(() => void this.#stopNow(judgment.reason).catch(() => undefined));
    }
    return judgment.verdict === 'same';
  }

  /** Remembers attempts whose start is committed. */
  started(attempts: readonly StartedAttempt[]): void {
    const last = attempts.at(-1)?.attempt;
    if (last === undefined) return;
    this.#hasStarted = true;
    this.#advance({ attempt: { deliveryId: last.deliveryId, number: last.number } });
  }

  close(): void {
    this.#isClosed = true;
    clearInterval(this.#timer);
    this.file?.close();
  }

  async #look(db: Queryable): Promise<{ row: IdentityRow; judgment: Judgment }> {
    // As it is now: what this process commits while the answer is on its way is not in that answer.
    const progress = this.#progress;
    const row = await readIdentity(db, progress?.attempt ?? null);
    const judgment = judge(row, this.#server, progress);
    if (judgment.verdict === 'same') this.#goOn(row, judgment.isNew);
    else this.#stopped(judgment, row.stopped_at);
    return { row, judgment };
  }

  #goOn({ epoch, pulse, ...row }: IdentityRow, isNew: boolean): void {
    if (this.#stop !== null) this.log.info({}, 'sending resumed');
    this.#stop = null;
    if (isNew && this.#progress?.epoch !== epoch) {
      const place = placeOf(this.#server, row);
      this.#progress = { epoch: epoch as string, place, pulse, attempt: null };
      this.file?.write(this.#progress);
    } else if (this.#progress !== null && pulse > this.#progress.pulse) {
      this.#progress = { ...this.#progress, pulse };
    }
  }

  #stopped(judgment: Exclude<Judgment, { verdict: 'same' }>, since: Date | null): void {
    const reason = judgment.verdict === 'missing' ? 'missing' : judgment.reason;
    // An operator who confirms the database has stopped sending on purpose.
    const level = reason === 'declared' ? 'warn' : 'error';
    if (this.#stop === null) this.log[level]({ reason, since }, MESSAGES[reason]);
    this.#stop = { reason, since };
  }

  async #stopNow(reason: StopReason): Promise<void> {
    if (!this.#isClosed) await stopSending(this.db, reason, this.epoch);
  }

  #advance(change: Partial<Progress>): void {
    if (this.#progress === null) return;
    this.#progress = { ...this.#progress, ...change };
    this.file?.write(this.#progress);
  }
}

const CONFIRM =
  'sending is stopped until "result-links admin restored" has been run, see docs/backup.md';
const MESSAGES: Readonly<Record<SendingStop['reason'], string>> = {
  copied: `the database was restored from a dump or copied: ${CONFIRM}`,
  went_back: `the database has lost attempts that were started: ${CONFIRM}`,
  declared: `the database is being confirmed after a restore: ${CONFIRM}`,
  missing: 'the database has no identity, as while a dump is being loaded: sending is stopped',
  moving: 'the database is being filled by "result-links admin migrate": sending is stopped',
  moved: 'the database was moved: sending is stopped',
};

function isMove(reason: StopReason | null): reason is 'moving' | 'moved' {
  return reason === 'moving' || reason === 'moved';
}
