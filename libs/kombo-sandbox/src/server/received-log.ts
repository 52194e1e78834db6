import type { ReceivedFile } from './received-file.js';
import type { ReceivedResultLink } from './received-result-link.js';

/** Which records to read; absent conditions match everything. */
export interface ReceivedFilter {
  /** Integration id, exactly. */
  integration?: string;
  /** Candidate or application id, exactly as in the path. */
  target?: string;
  /** Only those whose link was, or was not, written. */
  written?: boolean;
}

/** Bodies are kept up to this many characters altogether, whatever `maxReceived` says. */
const MAX_BODY_CHARACTERS = 64 * 1024 * 1024;

/** What was received, in memory; the oldest is forgotten first. */
export class ReceivedLog {
  private readonly records = new Map<number, ReceivedResultLink>();
  private bodyCharacters = 0;
  private lastSequence = 0;

  /** @param file where answered requests are saved, and read from now; default: memory only */
  constructor(
    private readonly maxRecords: number,
    private readonly file?: ReceivedFile,
  ) {
    for (const { sequence: _, ...record } of file?.read() ?? []) this.add(record);
  }

  /** Notes a request; the record is filled in later by whoever answers it. */
  add(record: Omit<ReceivedResultLink, 'sequence'>): ReceivedResultLink {
    const sequence = ++this.lastSequence;
    const added = { sequence, ...record };
    this.records.set(sequence, added);
    this.bodyCharacters += record.rawBody.length;
    while (this.records.size > this.maxRecords || this.bodyCharacters > MAX_BODY_CHARACTERS) {
      this.forgetOldest();
    }
    return added;
  }

  /** Saves a request that has its answer. */
  save(record: ReceivedResultLink): void {
    this.file?.append(record);
  }

  /** Copies of the records that match, oldest first. */
  list(filter: ReceivedFilter = {}): ReceivedResultLink[] {
    return [...this.records.values()]
      .filter(
        (record) =>
          (filter.integration === undefined || record.integrationId === filter.integration) &&
          (filter.target === undefined || record.target.id === filter.target) &&
          (filter.written === undefined || record.wasWritten === filter.written),
      )
      .map((record) => ({ ...record }));
  }

  /** Forgets all and counts from 1 again. */
  clear(): void {
    this.records.clear();
    this.bodyCharacters = 0;
    this.lastSequence = 0;
    this.file?.clear();
  }

  private forgetOldest(): void {
    for (const [sequence, record] of this.records) {
      this.records.delete(sequence);
      this.bodyCharacters -= record.rawBody.length;
      return;
    }
  }
}
