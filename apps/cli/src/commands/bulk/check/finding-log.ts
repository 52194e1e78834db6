import { createInterface } from 'node:readline';
import { openTemporaryFile, type TemporaryFile } from '../input/temporary-file.js';
import type { RowLine } from '../journal/journal-line.js';
import type { Finding } from './check-rows.js';

const BUFFERED_CHARACTERS = 64 * 1024;

/**
 * Rows that will not be sent, as lines for the report. The report can only be begun once the whole input is
 * known, so they wait in a temporary file: it may be all of a million rows.
 */
export class FindingLog {
  #file: TemporaryFile | undefined;
  #text = '';
  #end = 0;

  async add(finding: Finding): Promise<void> {
    this.#text += `${JSON.stringify(toLine(finding))}\n`;
    if (this.#text.length > BUFFERED_CHARACTERS) await this.#flush();
  }

  /** All of them, in their order. */
  async *lines(): AsyncGenerator<RowLine> {
    await this.#flush();
    if (this.#file === undefined) return;
    const input = this.#file.handle.createReadStream({ start: 0, autoClose: false });
    for await (const line of createInterface({ input })) yield JSON.parse(line) as RowLine;
  }

  async close(): Promise<void> {
    await this.#file?.close();
  }

  async #flush(): Promise<void> {
    if (this.#text === '') return;
    this.#file ??= await openTemporaryFile();
    const bytes = Buffer.from(this.#text);
    this.#text = '';
    await this.#file.handle.write(bytes, 0, bytes.length, this.#end);
    this.#end += bytes.length;
  }
}

/** Without values: the report keeps no personal data that is not needed to go on. */
function toLine(finding: Finding): RowLine {
  const { row, line, kind } = finding;
  const at = new Date().toISOString();
  return kind === 'duplicate'
    ? { row, line, state: kind, at, of: finding.of }
    : {
        row,
        line,
        state: kind,
        at,
        problems: finding.problems.map(({ column, code, message }) => ({ column, code, message })),
      };
}
