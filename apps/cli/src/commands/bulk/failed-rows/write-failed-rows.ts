import { open, type FileHandle } from 'node:fs/promises';
import type { Context } from '../../../command.js';
import { usageError } from '../../../errors.js';
import { openInput, type Input } from '../input/open-input.js';
import { newDigest, readChunks, startOfText } from '../input/read-chunks.js';
import type { JournalHeader, RowLine } from '../journal/journal-line.js';
import { REPORT_COLUMN_PREFIX } from '../rows/columns.js';
import { detectFormat, parseDelimiter } from '../rows/detect-format.js';
import type { SourceRow } from '../rows/source-row.js';
import { REPORT_SUFFIX } from '../index.js';
import type { ReportOptions } from '../report/index.js';
import { csvLine } from './csv-line.js';
import { takeBack } from './formula-cells.js';

/** Columns that say why a row failed; `bulk` passes them over when it reads the file again. */
const REASON_COLUMNS = ['line', 'state', 'code', 'message'].map(
  (name) => REPORT_COLUMN_PREFIX + name,
);

/**
 * Writes the failed rows of a run to a file of the same format as the input. A CSV keeps its columns and
 * gets the reason in further ones; NDJSON keeps its lines as they were.
 *
 * @param failed the last line of each such row, by row
 * @returns the path
 * @throws CliError when the input is not what it was, or the file exists
 */
export async function writeFailedRows(
  reportPath: string,
  header: JournalHeader,
  failed: ReadonlyMap<number, RowLine>,
  options: ReportOptions,
  context: Context,
): Promise<string> {
  const input = await openInput(inputPath(header, options), context);
  try {
    await assertSameInput(input, header);
    const path = await createFile(pathFor(reportPath, header, options), async (file) => {
      for await (const text of failedRows(input, header, failed)) await file.write(text);
    });
    return path;
  } finally {
    await input.close();
  }
}

async function* failedRows(
  input: Input,
  header: JournalHeader,
  failed: ReadonlyMap<number, RowLine>,
): AsyncGenerator<string> {
  const start = await startOfText(input);
  const told = header.settings['--delimiter'];
  const delimiter = told === undefined ? undefined : parseDelimiter(told);
  const format = await detectFormat(input, start, {
    format: header.format,
    ...(delimiter === undefined ? {} : { delimiter }),
  });
  let columns: OwnColumns | undefined;
  for await (const group of format.read(readChunks(input, start))) {
    let text = '';
    for (const row of group) {
      const fate = failed.get(row.row);
      if (format.name === 'ndjson') {
        if (fate !== undefined) text += await ndjsonLine(row, input);
      } else if (columns === undefined) {
        columns = ownColumns(row);
        text += csvLine([...columns.of(row), ...REASON_COLUMNS], delimiter);
      } else if (fate !== undefined) {
        const { line, state, code } = fate;
        const reason = [String(line), state, code ?? '', messageOf(fate)];
        text += csvLine([...columns.of(row), ...reason], delimiter);
      }
    }
    if (text !== '') yield text;
  }
}

/** The cells of a row that came from the user; reasons of an earlier report are not carried on. */
interface OwnColumns {
  of(row: SourceRow): string[];
}

function ownColumns(header: SourceRow): OwnColumns {
  const isReason = cellsOf(header).map((name) => name.startsWith(REPORT_COLUMN_PREFIX));
  const isOurs = isReason.includes(true);
  return {
    of: (row) => {
      const own = cellsOf(row).filter((_cell, index) => isReason[index] !== true);
      return isOurs ? own.map(takeBack) : own;
    },
  };
}

function cellsOf({ content }: SourceRow): readonly string[] {
  return content.kind === 'cells' ? content.cells : [];
}

async function ndjsonLine({ offset, length }: SourceRow, input: Input): Promise<string> {
  const { buffer } = await input.handle.read(Buffer.alloc(length), 0, length, offset);
  return `${buffer.toString('utf8').trimEnd()}\n`;
}

function messageOf({ message = '', problems = [] }: RowLine): string {
  return problems.length === 0
    ? message
    : problems
        .map(({ column, message: rule }) => (column === '' ? rule : `${column}: ${rule}`))
        .join('; ');
}

function inputPath({ input }: JournalHeader, options: ReportOptions): string {
  if (options.input !== undefined) return options.input;
  if (input.name === 'stdin') {
    throw usageError('no_input', 'The rows came from stdin; they are nowhere to be read again.', {
      hint: 'Name a file with the same rows with --input, or leave the failed rows out: --no-failed-rows.',
    });
  }
  return input.name;
}

async function assertSameInput(input: Input, { input: before }: JournalHeader): Promise<void> {
  const digest = newDigest();
  for await (const chunk of readChunks(input, await startOfText(input), digest)) void chunk;
  if (digest.digest('hex') !== before.sha256) {
    throw usageError('input_changed', `${input.name} is not what it was when it was sent.`, {
      hint: 'Name the file as it was with --input, or leave the failed rows out: --no-failed-rows.',
    });
  }
}

function pathFor(reportPath: string, { format }: JournalHeader, options: ReportOptions): string {
  if (typeof options.failedRows === 'string') return options.failedRows;
  const base = reportPath.endsWith(REPORT_SUFFIX)
    ? reportPath.slice(0, -REPORT_SUFFIX.length)
    : reportPath;
  return `${base.replace(/(\.(csv|tsv|txt|ndjson|jsonl))?(\.gz)?$/i, '')}.failed.${format}`;
}

/** Never over a file that is there: somebody may have corrected rows in it. */
async function createFile(
  path: string,
  write: (file: FileHandle) => Promise<void>,
): Promise<string> {
  const file = await open(path, 'wx', 0o600).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
    throw usageError('file_exists', `${path} is there already; it is not overwritten.`, {
      hint: 'Move it away, name another place with --failed-rows, or use --no-failed-rows.',
    });
  });
  try {
    await write(file);
  } finally {
    await file.close();
  }
  return path;
}
