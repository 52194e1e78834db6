import type { Line } from '../../command.js';
import type { Finding } from './check/check-rows.js';
import type { RowLine } from './journal/journal-line.js';
import type { Feed } from './progress/feed.js';
import { count } from './progress/rate.js';
import { fateLine, findingLine } from './row-lines.js';

/** What a person can still read; a file or a program gets all. */
const MOST_ON_A_TERMINAL = 50;

/** Tells of single rows that are not delivered. */
export class Remarks {
  #told = 0;
  #more = 0;

  constructor(
    private readonly feed: Feed<Line>,
    private readonly isTerminal: boolean,
    /** What `line` counts: rows of a sheet, or lines of a text. */
    private readonly unit: 'line' | 'row' = 'line',
  ) {}

  finding(finding: Finding): Promise<void> {
    return this.#tell(findingLine(finding, this.unit));
  }

  fate(fate: RowLine): Promise<void> {
    return this.#tell(fateLine(fate, this.unit));
  }

  /** Says what was left out, and begins to count anew. */
  async sayHowManyMore(): Promise<void> {
    if (this.#more > 0) {
      const more = count(this.#more);
      await this.feed.push({
        note: `… and ${more} more such lines. In a pipe, or with --json, there are all of them.`,
      });
    }
    this.#told = 0;
    this.#more = 0;
  }

  async #tell(line: Line): Promise<void> {
    if (this.isTerminal && this.#told >= MOST_ON_A_TERMINAL) {
      this.#more += 1;
      return;
    }
    this.#told += 1;
    await this.feed.push(line);
  }
}
