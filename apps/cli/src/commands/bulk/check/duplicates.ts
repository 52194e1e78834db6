import { openTemporaryFile, type TemporaryFile } from '../input/temporary-file.js';

/** 96 bits of the hash, then row and line with 4 bytes each. */
const HASH_BYTES = 12;
const ENTRY_BYTES = HASH_BYTES + 8;
const PARTITIONS = 64;
const PAGE_BYTES = ENTRY_BYTES * 256;

/** A row with the content of an earlier one. */
export interface Duplicate {
  row: number;
  line: number;
  /** The first row with this content, and its line. */
  of: number;
  ofLine: number;
}

interface Partition {
  page: Buffer;
  used: number;
  /** Positions of its full pages in the file. */
  pages: number[];
}

/**
 * Finds rows with the same content among any number of rows. Their hashes are laid down in a temporary
 * file, in 64 parts by their first bits, and the parts are gone through one by one: memory is 330 kB, and at
 * the end some 150 bytes per row of one part. (A table of all hashes in memory cost 25 to 37 MB for a million
 * rows, measured 2026-11-23.)
 */
export class DuplicateFinder {
  readonly #partitions = Array.from({ length: PARTITIONS }, (): Partition => ({
    page: Buffer.alloc(0),
    used: 0,
    pages: [],
  }));
  #file: TemporaryFile | undefined;
  #end = 0;

  /**
   * Notes what a row holds; rows in ascending order.
   *
   * @param hash evenly spread, at least 12 bytes, each a character (`binary`): Node makes a string of them in half the
   *   time that a `Buffer` takes
   * @returns to be waited for when there is something to wait for
   */
  add(hash: string, row: number, line: number): Promise<void> | undefined {
    const partition = this.#partitions[hash.charCodeAt(0) % PARTITIONS] as Partition;
    // Small inputs, of which there are the most, need no pages for all parts.
    if (partition.page.length === 0) partition.page = Buffer.alloc(PAGE_BYTES);
    const { page, used } = partition;
    page.write(hash, used, HASH_BYTES, 'latin1');
    page.writeUInt32LE(row, used + HASH_BYTES);
    page.writeUInt32LE(line, used + HASH_BYTES + 4);
    partition.used += ENTRY_BYTES;
    return partition.used === PAGE_BYTES ? this.#putAway(partition) : undefined;
  }

  /** All duplicates, by row. */
  async find(): Promise<Duplicate[]> {
    const found: Duplicate[] = [];
    for (const partition of this.#partitions) {
      const first = new Map<string, { row: number; line: number }>();
      for await (const page of this.#pagesOf(partition)) {
        for (let at = 0; at < page.length; at += ENTRY_BYTES) {
          const hash = page.toString('latin1', at, at + HASH_BYTES);
          const row = page.readUInt32LE(at + HASH_BYTES);
          const line = page.readUInt32LE(at + HASH_BYTES + 4);
          const of = first.get(hash);
          if (of === undefined) first.set(hash, { row, line });
          else found.push({ row, line, of: of.row, ofLine: of.line });
        }
      }
    }
    return found.sort((a, b) => a.row - b.row);
  }

  async close(): Promise<void> {
    await this.#file?.close();
  }

  async #putAway(partition: Partition): Promise<void> {
    const position = this.#end;
    this.#end += PAGE_BYTES;
    partition.used = 0;
    partition.pages.push(position);
    this.#file ??= await openTemporaryFile();
    this.#file.write(partition.page, position);
  }

  async *#pagesOf({ page, used, pages }: Partition): AsyncGenerator<Buffer> {
    const stored = Buffer.alloc(pages.length === 0 ? 0 : PAGE_BYTES);
    for (const position of pages) {
      await this.#file?.handle.read(stored, 0, PAGE_BYTES, position);
      yield stored;
    }
    yield page.subarray(0, used);
  }
}
