import type { DeliveryTarget } from '@result-links/contracts';
import type { Outcome } from '@result-links/kombo-client';
import { OPEN_STATES, type RowLine, type RowState } from '../journal/journal-line.js';
import type { RowRequest } from '../rows/row-request.js';
import type { RowPlace } from '../check/row-index.js';
import type { Attempt, Courier } from './courier.js';
import type { Pace } from './pace.js';

/** A row that can go out, or one that turned out not to. */
export type PreparedRow =
  | {
      kind: 'ready';
      place: RowPlace;
      integrationId: string;
      target: DeliveryTarget;
      body: RowRequest['body'];
    }
  /** Its look-up says what becomes of it. */
  | { kind: 'ended'; place: RowPlace; fate: Fate };

/** What became of a row, for the journal. */
export type Fate = Omit<RowLine, 'row' | 'line' | 'at'>;

/** Why a lane takes no more rows. */
export interface LaneClosed {
  state: RowState;
  code: string | null;
  message?: string;
  advice?: string;
}

/** What a lane needs. */
export interface LaneOptions {
  integrationId: string;
  pace: Pace;
  /** Its rows in groups, looked up a group ahead. */
  rows: AsyncIterator<PreparedRow[]>;
  send: Courier;
  /** On the disk before the row goes out. @throws JournalError */
  noteIntent(place: RowPlace): Promise<void>;
  /** Resolves once the fate is on the disk; the lane goes on meanwhile. */
  noteFate(place: RowPlace, fate: Fate): Promise<void>;
  /** Of its own accord a lane ends when its integration is broken or stays away. */
  onClosed(reason: LaneClosed): void;
  /** A bug, or a journal that cannot be written. */
  onError(error: unknown): void;
}

/** Attempts of one row that end in nothing written; then it is left for the next run. */
const MOST_ATTEMPTS = 8;

/** A row whose ATS is away waits 1 s, 2 s, 4 s … at most this long. */
const LONGEST_PAUSE_MS = 30_000;

/** A wait longer than this is left to the next run. */
const LONGEST_BLOCK_MS = 15 * 60_000;

/** Rows that are read, and looked up, before there is room for them. */
const READ_AHEAD = 50;

/** Rows that wait for another attempt; beyond so many no new ones are begun. */
const MOST_WAITING = 100;

interface Waiting {
  row: PreparedRow & { kind: 'ready' };
  attempts: number;
  dueMs: number;
}

/**
 * Delivers the rows of one integration, at the pace it allows. Lanes know nothing of each other: a slow or
 * broken one holds nobody up.
 */
export class Lane {
  readonly #options: LaneOptions;
  #prepared: PreparedRow[] = [];
  #waiting: Waiting[] = [];
  #inFlight = 0;
  #isReading = false;
  #isAtEnd = false;
  #isStopped = false;
  #timer: NodeJS.Timeout | undefined;
  readonly #notes = new Set<Promise<void>>();
  #finish: () => void = () => undefined;
  readonly #finished = new Promise<void>((resolve) => (this.#finish = resolve));

  constructor(options: LaneOptions) {
    this.#options = options;
  }

  /** Delivers all rows. Resolves when none is in flight any more and every fate is on the disk. */
  async run(): Promise<void> {
    this.#pump();
    await this.#finished;
    await Promise.all(this.#notes);
  }

  /** Takes no more rows; those in flight come to their end. */
  stop(): void {
    this.#isStopped = true;
    this.#pump();
  }

  /** Called whenever something has changed. */
  #pump(): void {
    clearTimeout(this.#timer);
    const { pace } = this.#options;
    while (!this.#isStopped && this.#inFlight < pace.window && pace.waitMs === 0) {
      const next = this.#next();
      if (next === undefined) break;
      this.#inFlight += 1;
      void this.#attempt(next);
    }
    if (this.#isStopped) {
      if (this.#inFlight === 0) this.#finish();
      return;
    }
    this.#readAhead();
    const isEmpty = this.#isAtEnd && this.#prepared.length + this.#waiting.length === 0;
    if (isEmpty && this.#inFlight === 0) this.#finish();
    else this.#wakeLater();
  }

  #next(): Waiting | undefined {
    const now = performance.now();
    const due = this.#waiting.findIndex(({ dueMs }) => dueMs <= now);
    if (due !== -1) return this.#waiting.splice(due, 1)[0];
    if (this.#waiting.length >= MOST_WAITING) return undefined;
    for (let row = this.#prepared.shift(); row !== undefined; row = this.#prepared.shift()) {
      if (row.kind === 'ready') return { row, attempts: 0, dueMs: 0 };
      this.#note(row.place, row.fate);
      if (OPEN_STATES.has(row.fate.state)) this.#close({ code: null, ...row.fate });
      if (this.#isStopped) break;
    }
    return undefined;
  }

  #readAhead(): void {
    if (this.#isReading || this.#isAtEnd || this.#prepared.length >= READ_AHEAD) return;
    this.#isReading = true;
    this.#options.rows
      .next()
      .then(({ done, value }) => {
        this.#isReading = false;
        if (done === true) this.#isAtEnd = true;
        else this.#prepared.push(...(value as PreparedRow[]));
        this.#pump();
      })
      .catch((error: unknown) => {
        this.#isAtEnd = true;
        this.#options.onError(error);
      });
  }

  /** What waits for a time is woken by it; what waits for an answer, by that. */
  #wakeLater(): void {
    const { pace } = this.#options;
    if (this.#inFlight >= pace.window) return;
    const soonestMs = Math.min(...this.#waiting.map(({ dueMs }) => dueMs - performance.now()));
    const mayBegin = this.#prepared.length > 0 && this.#waiting.length < MOST_WAITING;
    // Zero when the wait has ended since `#pump` looked at the clock.
    const waitMs = Math.max(pace.waitMs, mayBegin ? 0 : soonestMs, 0);
    if (Number.isFinite(waitMs)) this.#timer = setTimeout(() => this.#pump(), waitMs + 1);
  }

  async #attempt(waiting: Waiting): Promise<void> {
    const { send, noteIntent, pace, integrationId } = this.#options;
    const { place, target, body } = waiting.row;
    try {
      await noteIntent(place);
      const attempt = await send(target, body, integrationId);
      pace.ended(attempt.outcome, attempt.limits);
      this.#settle({ ...waiting, attempts: waiting.attempts + 1 }, attempt);
    } catch (error) {
      this.#options.onError(error);
    }
    this.#inFlight -= 1;
    this.#pump();
  }

  #settle(waiting: Waiting, attempt: Attempt): void {
    const { row, attempts } = waiting;
    const { outcome } = attempt;
    // Noted also when it will be tried again: until then its last word is that nothing was written.
    this.#note(row.place, fateOf(attempt, row.target));
    if (outcome === 'integration_broken' || outcome === 'account_broken') {
      this.#close({ state: outcome, ...reasonOf(attempt) });
    } else if (outcome === 'throttled' || outcome === 'unavailable') {
      const isUsedUp = attempts >= MOST_ATTEMPTS;
      if (!isUsedUp) this.#waiting.push({ row, attempts, dueMs: dueMsOf(outcome, attempts) });
      // It asks for a very long wait, or a row has used up all attempts and no other fared better.
      const { waitMs, failuresInARow } = this.#options.pace;
      if (waitMs > LONGEST_BLOCK_MS || (isUsedUp && failuresInARow >= MOST_ATTEMPTS)) {
        this.#close({ state: outcome, ...reasonOf(attempt) });
      }
    }
  }

  #close(reason: LaneClosed): void {
    if (this.#isStopped) return;
    this.#isStopped = true;
    this.#options.onClosed(reason);
  }

  #note(place: RowPlace, fate: Fate): void {
    const { noteFate, onError } = this.#options;
    const note = noteFate(place, fate).catch(onError);
    this.#notes.add(note);
    void note.finally(() => this.#notes.delete(note));
  }
}

/** A throttled row goes as soon as its integration may; an ATS that is away gets time. */
function dueMsOf(outcome: Outcome, attempts: number): number {
  if (outcome === 'throttled') return 0;
  const pauseMs = Math.min(1_000 * 2 ** (attempts - 1), LONGEST_PAUSE_MS);
  return performance.now() + pauseMs * (0.75 + Math.random() / 2);
}

function reasonOf({ code, message, advice }: Attempt): Omit<LaneClosed, 'state'> {
  return {
    code,
    ...(message === undefined ? {} : { message }),
    ...(advice === undefined ? {} : { advice }),
  };
}

function fateOf(
  { outcome, code, message, logUrl, warnings }: Attempt,
  target: DeliveryTarget,
): Fate {
  if (outcome === 'delivered') {
    return { state: 'delivered', ...(warnings.length === 0 ? {} : { warnings }) };
  }
  return {
    state: outcome,
    code,
    ...(message === undefined ? {} : { message }),
    log_url: logUrl,
    target: `${target.type} ${target.id}`,
  };
}
