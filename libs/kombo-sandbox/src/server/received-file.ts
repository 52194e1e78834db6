import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { ReceivedResultLink } from './received-result-link.js';

const OWNER_ONLY = { mode: 0o600 };

/**
 * Answered requests in a file, one JSON object a line, so that a sandbox beside a database that outlives
 * it remembers the same links as the database does.
 */
export class ReceivedFile {
  private lines = 0;

  /** @param maxRecords the file is cut to its newest records when it holds twice as many */
  constructor(
    private readonly path: string,
    private readonly maxRecords: number,
  ) {}

  /** The records of earlier runs, oldest first. A line that a killed process left half written is skipped. */
  read(): ReceivedResultLink[] {
    if (!existsSync(this.path)) return [];
    const records = readFileSync(this.path, 'utf8').split('\n').flatMap(toRecord);
    this.write(records.slice(-this.maxRecords));
    return records.slice(-this.maxRecords);
  }

  append(record: ReceivedResultLink): void {
    appendFileSync(this.path, `${JSON.stringify(record)}\n`, OWNER_ONLY);
    this.lines += 1;
    if (this.lines >= 2 * this.maxRecords) this.read();
  }

  clear(): void {
    this.write([]);
  }

  private write(records: readonly ReceivedResultLink[]): void {
    const text = records.map((record) => `${JSON.stringify(record)}\n`).join('');
    writeFileSync(this.path, text, OWNER_ONLY);
    this.lines = records.length;
  }
}

function toRecord(line: string): ReceivedResultLink[] {
  try {
    return line === '' ? [] : [JSON.parse(line) as ReceivedResultLink];
  } catch {
    return [];
  }
}
