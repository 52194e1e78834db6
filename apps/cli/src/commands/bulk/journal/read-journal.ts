import type { FileHandle } from 'node:fs/promises';
import { usageError } from '../../../errors.js';
import {
  isRowLine,
  ROW_STATES,
  type IntegrationLine,
  type JournalHeader,
  type JournalLine,
  type RowLine,
} from './journal-line.js';
import { RowStates } from './row-states.js';

/** What a report says. */
export interface JournalContent {
  header: JournalHeader;
  states: RowStates;
  /** The last line of each integration that was given up. */
  integrations: Map<string, IntegrationLine>;
  /** The last lines of rows that the API has accepted and whose end is not known. */
  accepted: Map<number, RowLine>;
  /** Lines of the rows that were in flight when the process died, by row. */
  lost: Map<number, number>;
  /** Bytes up to the end of the last complete line. */
  end: number;
}

const CHUNK_BYTES = 256 * 1024;

/**
 * Reads a report. A last line that is cut off belongs to a process that died while writing it; it never
 * counted and is passed over.
 *
 * @param onRow is told of every row line, in order
 * @returns `undefined` when there is no complete line in it
 * @throws CliError when it is no report
 */
export async function readJournal(
  file: FileHandle,
  path: string,
  onRow?: (line: RowLine) => void,
): Promise<JournalContent | undefined> {
  let header: JournalHeader | undefined;
  const states = new RowStates();
  const integrations = new Map<string, IntegrationLine>();
  const accepted = new Map<number, RowLine>();
  const lost = new Map<number, number>();
  let number = 0;
  let end = 0;
  for await (const text of completeLines(file)) {
    number += 1;
    end += Buffer.byteLength(text) + 1;
    const content = parseLine(text, path, number);
    if (header === undefined) {
      header = readHeader(content, path);
      continue;
    }
    const line = readLine(content, path, number);
    if (isRowLine(line)) {
      states.set(line.row, line.state);
      if (line.state === 'sending') lost.set(line.row, line.line);
      else lost.delete(line.row);
      if (line.state === 'accepted') accepted.set(line.row, line);
      else accepted.delete(line.row);
      onRow?.(line);
    } else {
      integrations.set(line.integration, line);
    }
  }
  return header === undefined ? undefined : { header, states, integrations, accepted, lost, end };
}

async function* completeLines(file: FileHandle): AsyncGenerator<string> {
  let carried = Buffer.alloc(0);
  for (let position = 0; ;) {
    const { bytesRead, buffer } = await file.read(
      Buffer.alloc(CHUNK_BYTES),
      0,
      CHUNK_BYTES,
      position,
    );
    if (bytesRead === 0) return;
    position += bytesRead;
    const bytes = Buffer.concat([carried, buffer.subarray(0, bytesRead)]);
    let start = 0;
    for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10, start)) {
      yield bytes.toString('utf8', start, end);
      start = end + 1;
    }
    carried = bytes.subarray(start);
  }
}

function parseLine(text: string, path: string, number: number): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw notAReport(path, `line ${number} is no JSON`);
  }
}

function readHeader(content: unknown, path: string): JournalHeader {
  const header = content as JournalHeader;
  if (!isObject(content) || header.result_links_report === undefined) {
    throw notAReport(path, 'its first line is not that of a report');
  }
  if (header.result_links_report !== 1) {
    throw notAReport(path, 'it was written by a newer version of this program');
  }
  return header;
}

function readLine(content: unknown, path: string, number: number): JournalLine {
  const line = content as JournalLine;
  const isLine =
    isObject(content) &&
    ROW_STATES.includes(line.state) &&
    (isRowLine(line) ? Number.isSafeInteger(line.row) && line.row > 0 : 'integration' in line);
  if (!isLine) throw notAReport(path, `line ${number} says nothing that a report can say`);
  return line;
}

function notAReport(path: string, why: string): Error {
  return usageError('report_invalid', `${path} is not a report that can be used: ${why}.`, {
    hint: 'Name another file with --report, or move this one away to begin anew.',
  });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
