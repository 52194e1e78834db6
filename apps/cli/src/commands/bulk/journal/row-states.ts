import { ROW_STATES, type RowState } from './journal-line.js';

/** The state of every row: one byte each. A row without one was not sent yet. */
export class RowStates {
  #codes = new Uint8Array(4_096);
  readonly #counts = new Map<RowState, number>();

  get(row: number): RowState | undefined {
    return ROW_STATES[(this.#codes[row] ?? 0) - 1];
  }

  set(row: number, state: RowState): void {
    if (row >= this.#codes.length) {
      const larger = new Uint8Array(Math.max(row + 1, this.#codes.length * 2));
      larger.set(this.#codes);
      this.#codes = larger;
    }
    const before = this.get(row);
    if (before !== undefined) this.#counts.set(before, this.count(before) - 1);
    this.#counts.set(state, this.count(state) + 1);
    this.#codes[row] = ROW_STATES.indexOf(state) + 1;
  }

  /** How many rows are in a state. */
  count(state: RowState): number {
    return this.#counts.get(state) ?? 0;
  }
}
