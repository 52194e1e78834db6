import type { Line } from '../command.js';
import { printable } from './printable.js';
import type { Style } from './style.js';

/** A column of a table about `T`s. */
export interface Column<T> {
  title: string;
  /** What stands in it; made printable by the table. */
  cell: (item: T) => string;
  /** Colours the cell. */
  paint?: (item: T, cell: string, style: Style) => string;
}

/**
 * Rows of a table that comes page by page: columns never get narrower, so they stay in line unless a
 * later page has something longer.
 */
export class Table<T> {
  readonly #columns: readonly Column<T>[];
  readonly #widths: number[];
  #hasTitles = false;

  constructor(columns: readonly Column<T>[]) {
    this.#columns = columns;
    this.#widths = columns.map(({ title }) => title.length);
  }

  /** The rows of a page; titles in front of the first one. */
  *rows(items: readonly T[]): Generator<Line> {
    const page = items.map((item) => ({
      item,
      cells: this.#columns.map(({ cell }) => printable(cell(item))),
    }));
    for (const { cells } of page) {
      cells.forEach((cell, column) => {
        this.#widths[column] = Math.max(this.#widths[column] ?? 0, cell.length);
      });
    }
    if (!this.#hasTitles && page.length > 0) {
      this.#hasTitles = true;
      const titles = this.#columns.map(({ title }) => title);
      yield { decoration: (style) => style.strong(this.#pad(titles).join('  ').trimEnd()) };
    }
    for (const { item, cells } of page) {
      yield { data: item, text: (style) => this.#row(item, cells, style) };
    }
  }

  #row(item: T, cells: readonly string[], style: Style): string {
    return this.#pad(cells)
      .map((cell, column) => this.#columns[column]?.paint?.(item, cell, style) ?? cell)
      .join('  ')
      .trimEnd();
  }

  #pad(cells: readonly string[]): string[] {
    return cells.map((cell, column) => cell.padEnd(this.#widths[column] ?? 0));
  }
}
