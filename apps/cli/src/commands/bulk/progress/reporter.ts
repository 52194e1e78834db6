import type { Line } from '../../../command.js';
import type { CheckProgress } from '../check/check-rows.js';
import type { RowState } from '../journal/journal-line.js';
import type { RowStates } from '../journal/row-states.js';
import type { Feed } from './feed.js';
import { progressData, progressText, type Progress } from './progress-line.js';
import { Rate } from './rate.js';

/** How often progress is told: on a terminal, to a program, in a log. */
const PERIOD_MS = { terminal: 100, json: 1_000, log: 5_000 } as const;

/** To whom progress is told; `nobody` with `--quiet`. */
export type Audience = keyof typeof PERIOD_MS | 'nobody';

/** States in the order they are shown, with the words for them. */
const SHOWN_STATES: readonly (readonly [RowState, string])[] = [
  ['delivered', 'delivered'],
  ['accepted', 'accepted'],
  ['rejected', 'rejected'],
  ['not_found', 'not found'],
  ['ambiguous', 'ambiguous'],
  ['unknown', 'unknown'],
  ['throttled', 'throttled'],
  ['unavailable', 'unavailable'],
  ['integration_broken', 'held by a broken integration'],
  ['account_broken', 'held by a broken account'],
  ['sending', 'in flight'],
];

/** Tells how far it is, often enough and not more. */
export class Reporter {
  #rate = new Rate();
  #toldMs = 0;
  #phase: Progress['phase'] = 'checking';

  constructor(
    private readonly feed: Feed<Line>,
    private readonly audience: Audience,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** How often to call {@link sending}, in milliseconds. */
  get periodMs(): number {
    return this.audience === 'nobody' ? PERIOD_MS.log : PERIOD_MS[this.audience];
  }

  /** The check has read so much. */
  async checking({ rows, invalid, duplicates, bytes, totalBytes }: CheckProgress): Promise<void> {
    const isDone = bytes >= totalBytes;
    if (!this.#isDue('checking', isDone)) return;
    const rowsPerSecond = this.#rate.at(rows, this.now());
    const rowsLeft = bytes === 0 ? NaN : (rows / bytes) * (totalBytes - bytes);
    await this.#tell({
      phase: 'checking',
      done: bytes,
      total: totalBytes,
      rows,
      rowsPerSecond,
      secondsLeft: rowsPerSecond === undefined ? undefined : rowsLeft / rowsPerSecond,
      counts: [
        ['not valid', invalid],
        ['duplicates', duplicates],
      ],
    });
  }

  /** So many rows of those to be sent have come to something. */
  async sending(done: number, total: number, states: RowStates, isLast = false): Promise<void> {
    if (!this.#isDue('sending', isLast)) return;
    const rowsPerSecond = this.#rate.at(done, this.now());
    await this.#tell({
      phase: 'sending',
      done,
      total,
      rows: done,
      rowsPerSecond,
      secondsLeft: rowsPerSecond === undefined ? undefined : (total - done) / rowsPerSecond,
      counts: SHOWN_STATES.map(([state, name]) => [name, states.count(state)] as const),
    });
  }

  #isDue(phase: Progress['phase'], isLast: boolean): boolean {
    if (this.audience === 'nobody') return false;
    if (phase !== this.#phase) {
      this.#phase = phase;
      this.#rate = new Rate();
      this.#toldMs = 0;
    }
    const nowMs = this.now();
    // What is over before anybody could read it needs no line of its own in a log.
    if (this.#toldMs === 0 && this.audience !== 'terminal') this.#toldMs = nowMs;
    if (
      nowMs - this.#toldMs < PERIOD_MS[this.audience] &&
      !(isLast && this.audience === 'terminal')
    ) {
      return false;
    }
    this.#toldMs = nowMs;
    return true;
  }

  #tell(progress: Progress): Promise<void> {
    return this.feed.push(
      this.audience === 'terminal'
        ? { status: (style, columns) => progressText(progress, style, columns) }
        : this.audience === 'json'
          ? { data: progressData(progress), text: () => '' }
          : { note: progressText(progress, PLAIN) },
    );
  }
}

const same = (text: string) => text;
const PLAIN = { good: same, bad: same, caution: same, strong: same, faint: same };
