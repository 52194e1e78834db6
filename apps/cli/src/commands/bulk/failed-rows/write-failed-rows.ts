import { open, rm, type FileHandle } from 'node:fs/promises';
import type { Context } from '../../../command.js';
import { CliError, usageError } from '../../../errors.js';
import { printable } from '../../../output/printable.js';
import type { InputOptions } from '../input/decode-input.js';
import { openInput, type Input } from '../input/open-input.js';
import { newDigest, readChunks, startOfText } from '../input/read-chunks.js';
import type { JournalHeader, RowLine } from '../journal/journal-line.js';
import { REPORT_COLUMN_PREFIX } from '../rows/columns.js';
import { quotedCells } from '../rows/csv-format.js';
import { detectFormat, parseDelimiter } from '../rows/detect-format.js';
import type { SourceRow } from '../rows/source-row.js';
import { REPORT_SUFFIX } from '../index.js';
import type { ReportOptions } from '../report/index.js';
import { csvLine } from './csv-line.js';
import { takeBack } from './formula-cells.js';
import { textFormOf, type TextForm } from './text-form.js';

/** Columns that say why a row failed; `bulk` passes them over when it reads the file again. */
const REASON_COLUMNS = ['line', 'state', 'code', 'message'].map(
  (name) => REPORT_COLUMN_PREFIX + name,
);

/**
 * Writes the failed rows of a run to a file in the form of the input: its encoding, line ends, separator and
 * quotes. A CSV keeps its columns and gets the reason in further ones; NDJSON keeps its lines as they were.
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
  const input = await openInput(inputPath(header, options), context, inputOptions(header));
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
): AsyncGenerator<Buffer> {
  const start = await startOfText(input);
  const told = header.settings['--delimiter'];
  const delimiter = told === undefined ? undefined : parseDelimiter(told);
  const format = await detectFormat(input, start, {
    format: header.format,
    ...(delimiter === undefined ? {} : { delimiter }),
  });
  let form: TextForm | undefined;
  let toLine: RowWriter | undefined;
  for await (const group of format.read(readChunks(input, start))) {
    let text = '';
    for (const row of group) {
      form ??= await textFormOf(input, row);
      if (toLine === undefined) text += form.preamble;
      toLine ??=
        format.name === 'csv' ? csvWriter(format.delimiter ?? ',', form) : ndjsonWriter(form);
      const fate = failed.get(row.row);
      if (fate === undefined && !isHeader(row)) continue;
      const { buffer } = await input.handle.read(
        Buffer.alloc(row.length),
        0,
        row.length,
        row.offset,
      );
      text += toLine(buffer, fate);
    }
    if (form !== undefined && text !== '') yield form.encode(text);
  }
}

/** Only a CSV has one. */
function isHeader({ row }: SourceRow): boolean {
  return row === 0;
}

/** Writes a row again. @param fate absent: it is the header */
type RowWriter = (bytes: Buffer, fate: RowLine | undefined) => string;

function ndjsonWriter({ lineEnd }: TextForm): RowWriter {
  return (bytes) => bytes.toString('utf8').trimEnd() + lineEnd;
}

/**
 * Keeps the cells of a row with their quotes, and adds the reason behind the columns of the header. Reasons
 * of an earlier report are not carried on, and its apostrophes are taken back before new ones are put.
 */
function csvWriter(delimiter: string, { lineEnd }: TextForm): RowWriter {
  let isReason: boolean[] = [];
  let isQuoted = false;
  return (bytes, fate) => {
    const cells = quotedCells(bytes, delimiter);
    if (fate === undefined) {
      isReason = cells.map(({ value }) => value.startsWith(REPORT_COLUMN_PREFIX));
      isQuoted = cells.every((cell) => cell.isQuoted);
    }
    const isOurs = isReason.includes(true);
    const own = isReason
      .map((_, index) => cells[index] ?? { value: '' })
      .filter((_, index) => isReason[index] !== true);
    const added = fate === undefined ? REASON_COLUMNS : reasonOf(fate);
    const all = [
      ...own.map((cell) => (isOurs ? { ...cell, value: takeBack(cell.value) } : cell)),
      ...added.map((value) => ({ value, isQuoted })),
      ...cells.slice(isReason.length),
    ];
    return csvLine(all, delimiter, lineEnd);
  };
}

/** Why a row failed, as cells. Texts of an ATS are made safe: they go to a terminal, too. */
function reasonOf(fate: RowLine): string[] {
  const { line, state, code } = fate;
  return [String(line), state, code ?? '', messageOf(fate)].map(printable);
}

function messageOf({ message = '', problems = [] }: RowLine): string {
  return problems.length === 0
    ? message
    : problems
        .map(({ column, message: rule }) => (column === '' ? rule : `${column}: ${rule}`))
        .join('; ');
}

/** As the rows were read. */
function inputOptions({ settings }: JournalHeader): InputOptions {
  const encoding = settings['--encoding'];
  return encoding === undefined ? {} : { encoding };
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
  const path = reportPath.endsWith(REPORT_SUFFIX)
    ? reportPath.slice(0, -REPORT_SUFFIX.length)
    : reportPath;
  const [, base = path, ending] =
    /^(.*?)(\.(?:csv|tsv|txt|ndjson|jsonl))?(?:\.gz)?$/is.exec(path) ?? [];
  return `${base}.failed${ending ?? `.${format}`}`;
}

/** Never over a file that is there: somebody may have corrected rows in it. */
async function createFile(
  path: string,
  write: (file: FileHandle) => Promise<void>,
): Promise<string> {
  const file = await open(path, 'wx', 0o600).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'EEXIST'
      ? usageError('file_exists', `${path} is there already; it is not overwritten.`, {
          hint: 'Move it away, name another place with --failed-rows, or use --no-failed-rows.',
        })
      : unwritable(path, error);
  });
  try {
    await write(file);
  } catch (error) {
    await rm(path, { force: true });
    throw (error as NodeJS.ErrnoException).syscall === 'write'
      ? unwritable(path, error as NodeJS.ErrnoException)
      : error;
  } finally {
    await file.close();
  }
  return path;
}

function unwritable(path: string, { code }: NodeJS.ErrnoException): CliError {
  return usageError('file_unwritable', `${path} cannot be written: ${code}.`, {
    hint: 'Make room, name another place with --failed-rows, or use --no-failed-rows.',
  });
}
