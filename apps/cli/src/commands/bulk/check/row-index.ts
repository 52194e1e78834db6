import type { FileHandle } from 'node:fs/promises';
import { openTemporaryFile, type TemporaryFile } from '../input/temporary-file.js';

/** Where a row lies. */
export interface RowPlace {
  row: number;
  line: number;
  offset: number;
  length: number;
}

/** Row, line and length as 4 bytes each, the offset as a double. */
const ENTRY_BYTES = 20;
const FIRST_ENTRIES = 32;
const MOST_ENTRIES = 1_024;

/** Rows of one integration: what is on disk, and the last ones, which are still in memory. */
interface Shelf {
  count: number;
  extents: { position: number; bytes: number }[];
  page: Buffer;
  used: number;
}

/**
 * Which rows belong to which integration, and where they lie in the input. Made while checking, so that
 * each integration can be served from its own place in the file: in a file that is sorted by integration
 * too, a slow one holds nobody up. Kept in a temporary file (20 bytes per row, nothing personal); in memory
 * is a page per integration of at most 20 kB.
 */
export class RowIndex {
  readonly #shelves = new Map<string, Shelf>();
  #file: TemporaryFile | undefined;
  #end = 0;

  /**
   * Adds a row. Rows of one integration come back in the order they were added.
   *
   * @returns to be waited for when there is something to wait for
   */
  add(integrationId: string, { row, line, offset, length }: RowPlace): Promise<void> | undefined {
    let shelf = this.#shelves.get(integrationId);
    if (shelf === undefined) {
      shelf = { count: 0, extents: [], page: Buffer.alloc(FIRST_ENTRIES * ENTRY_BYTES), used: 0 };
      this.#shelves.set(integrationId, shelf);
    }
    const { page, used } = shelf;
    page.writeUInt32LE(row, used);
    page.writeUInt32LE(line, used + 4);
    page.writeUInt32LE(length, used + 8);
    page.writeDoubleLE(offset, used + 12);
    shelf.used += ENTRY_BYTES;
    shelf.count += 1;
    return shelf.used === page.length ? this.#putAway(shelf) : undefined;
  }

  /** Rows per integration, in the order the integrations came. */
  counts(): Map<string, number> {
    return new Map([...this.#shelves].map(([id, { count }]) => [id, count]));
  }

  /** The rows of an integration, in their order. */
  async *rowsOf(integrationId: string): AsyncGenerator<RowPlace> {
    const shelf = this.#shelves.get(integrationId);
    if (shelf === undefined) return;
    for (const { position, bytes } of shelf.extents) {
      const page = Buffer.alloc(bytes);
      await (this.#file as { handle: FileHandle }).handle.read(page, 0, bytes, position);
      yield* placesIn(page, bytes);
    }
    yield* placesIn(shelf.page, shelf.used);
  }

  async close(): Promise<void> {
    await this.#file?.close();
  }

  async #putAway(shelf: Shelf): Promise<void> {
    this.#file ??= await openTemporaryFile();
    const bytes = shelf.used;
    const position = this.#end;
    this.#end += bytes;
    this.#file.write(shelf.page, position);
    shelf.extents.push({ position, bytes });
    const entries = Math.min((shelf.page.length / ENTRY_BYTES) * 2, MOST_ENTRIES);
    if (entries * ENTRY_BYTES > shelf.page.length) shelf.page = Buffer.alloc(entries * ENTRY_BYTES);
    shelf.used = 0;
  }
}

function* placesIn(page: Buffer, bytes: number): Generator<RowPlace> {
  for (let at = 0; at < bytes; at += ENTRY_BYTES) {
    yield {
      row: page.readUInt32LE(at),
      line: page.readUInt32LE(at + 4),
      length: page.readUInt32LE(at + 8),
      offset: page.readDoubleLE(at + 12),
    };
  }
}
