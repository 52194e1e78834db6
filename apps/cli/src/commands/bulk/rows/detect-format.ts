import { parse as parseAtOnce } from 'csv-parse/sync';
import { usageError } from '../../../errors.js';
import type { Input } from '../input/input.js';
import { ATTRIBUTE_PREFIX, COLUMN_FIELDS, REPORT_COLUMN_PREFIX } from './columns.js';
import { csvFormat } from './csv-format.js';
import { NDJSON } from './ndjson-format.js';
import { saidSeparator } from './separator-line.js';
import type { RowFormat } from './source-row.js';
import { WORKBOOK } from './workbook-format.js';

/** What the user may say about how rows are written down; what is left out is found out. */
export interface FormatOptions {
  format?: 'csv' | 'ndjson';
  /** One character, or the name of one. */
  delimiter?: string;
}

/** Names for separators that are hard to type. */
const NAMED_DELIMITERS: Readonly<Record<string, string>> = {
  comma: ',',
  semicolon: ';',
  tab: '\t',
  pipe: '|',
};

const GUESSED_DELIMITERS = [',', ';', '\t'];

/** The header of a CSV is looked for in so many bytes. */
const HEAD_BYTES = 64 * 1024;

/**
 * How the rows are written down: by what the user says, else by the name of the file, else by its first
 * character: `{` is NDJSON.
 *
 * @param start where the rows begin
 * @throws CliError when the options contradict each other
 */
export async function detectFormat(
  input: Input,
  start: number,
  options: FormatOptions,
): Promise<RowFormat> {
  if (input.sheet !== undefined) {
    if ((options.format ?? options.delimiter) === undefined) return WORKBOOK;
    throw usageError('conflicting_flags', '--format and --delimiter are not for workbooks.');
  }
  const { buffer, bytesRead } = await input.handle.read(
    Buffer.alloc(HEAD_BYTES),
    0,
    HEAD_BYTES,
    start,
  );
  const head = buffer.subarray(0, bytesRead).toString('utf8');
  if (head.trim() === '' && input.size <= start + HEAD_BYTES) {
    throw usageError('input_empty', `There is nothing in ${input.name} but empty lines.`);
  }
  const format = options.format ?? byName(input.name) ?? (/^\s*\{/.test(head) ? 'ndjson' : 'csv');
  if (format === 'ndjson') {
    if (options.delimiter !== undefined) {
      throw usageError('conflicting_flags', '--delimiter is for CSV, but these rows are NDJSON.');
    }
    return NDJSON;
  }
  return csvFormat(options.delimiter ?? guessDelimiter(head));
}

/** A separator as the user writes it. @throws CliError when it is none */
export function parseDelimiter(text: string): string {
  const delimiter = NAMED_DELIMITERS[text] ?? text;
  if (delimiter.length !== 1 || /["\r\n]/.test(delimiter)) {
    throw usageError(
      'delimiter_invalid',
      '--delimiter must be one character, or one of comma, semicolon, tab, pipe.',
    );
  }
  return delimiter;
}

function byName(name: string): 'csv' | 'ndjson' | undefined {
  const plain = name.replace(/\.gz$/i, '');
  if (/\.(csv|tsv|txt)$/i.test(plain)) return 'csv';
  return /\.(ndjson|jsonl)$/i.test(plain) ? 'ndjson' : undefined;
}

/** Lines without a value before the header. */
const BLANK_LINES = /^(?:[\s,;"]*[\r\n])+/;

/** The one that splits the header into the most known columns; among equals, into the most columns. */
function guessDelimiter(head: string): string {
  const lines = head.replace(BLANK_LINES, '');
  const said = saidSeparator(lines);
  if (said !== undefined) return said;
  const header = lines.replace(/^"?sep=.*[\r\n]+/i, '');
  const guesses = GUESSED_DELIMITERS.map((delimiter) => {
    const columns = columnsOf(header, delimiter);
    const known = columns.filter(isKnownColumn).length;
    return { delimiter, score: known * 1_000_000 + columns.length };
  });
  return guesses.reduce((best, next) => (next.score > best.score ? next : best)).delimiter;
}

function isKnownColumn(name: string): boolean {
  const trimmed = name.trim();
  return (
    COLUMN_FIELDS.some((field) => field === trimmed) ||
    trimmed.startsWith(ATTRIBUTE_PREFIX) ||
    trimmed.startsWith(REPORT_COLUMN_PREFIX)
  );
}

function columnsOf(head: string, delimiter: string): string[] {
  try {
    const [cells] = parseAtOnce(head, {
      delimiter,
      record_delimiter: ['\r\n', '\n', '\r'],
      to: 1,
      skip_empty_lines: true,
      relax_column_count: true,
    }) as unknown as string[][];
    return cells ?? [];
  } catch {
    return [];
  }
}
