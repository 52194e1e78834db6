import { open, rm, type FileHandle } from 'node:fs/promises';
import type { Context } from '../../../command.js';
import { CliError, usageError } from '../../../errors.js';
import type { InputOptions } from '../input/input.js';
import { openInput } from '../input/open-input.js';
import type { Input } from '../input/input.js';
import { newDigest, readChunks, startOfText } from '../input/read-chunks.js';
import type { JournalHeader, RowLine } from '../journal/journal-line.js';
import { quotedCells } from '../rows/csv-format.js';
import { detectFormat, parseDelimiter } from '../rows/detect-format.js';
import type { SourceRow } from '../rows/source-row.js';
import { REPORT_SUFFIX, type ReportOptions } from '../options.js';
import { csvLine } from './csv-line.js';
import { neutralise } from './formula-cells.js';
import { reasonAdder } from './reasons.js';
import { textFormOf, type TextForm } from './text-form.js';

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
  const format = await detectFormat(input, start, {
    ...(header.format !== 'xlsx' && { format: header.format }),
    ...(told !== undefined && { delimiter: parseDelimiter(told) }),
  });
  const groups = format.read(readChunks(input, start));
  if (input.sheet !== undefined) {
    yield await failedSheet(groups, failed, input.sheet);
    return;
  }
  let form: TextForm | undefined;
  let toLine: RowWriter | undefined;
  for await (const group of groups) {
    let text = '';
    for (const row of group) {
      form ??= await textFormOf(input, row);
      if (toLine === undefined) text += form.preamble;
      toLine ??= format.name === 'csv' ? csvWriter(format.delimiter, form) : ndjsonWriter(form);
      const fate = failed.get(row.row);
      if (fate === undefined && !isHeader(row)) continue;
      const { offset: position, length } = row;
      const { buffer } = await input.handle.read({ buffer: Buffer.alloc(length), position });
      text += toLine(buffer, fate);
    }
    if (form !== undefined && text !== '') yield form.encode(text);
  }
}

/** NDJSON has none. */
function isHeader({ row }: SourceRow): boolean {
  return row === 0;
}

/** Writes a row again. @param fate absent: it is the header */
type RowWriter = (bytes: Buffer, fate: RowLine | undefined) => string;

function ndjsonWriter({ lineEnd }: TextForm): RowWriter {
  return (bytes) => bytes.toString('utf8').trimEnd() + lineEnd;
}

function csvWriter(delimiter = ',', { lineEnd }: TextForm): RowWriter {
  const withReason = reasonAdder();
  return (bytes, fate) =>
    csvLine(withReason(quotedCells(bytes, delimiter), fate), delimiter, lineEnd);
}

/** A workbook of texts: the cells as they were shown, none of which is a formula. */
async function failedSheet(
  groups: AsyncIterable<Iterable<SourceRow>>,
  failed: ReadonlyMap<number, RowLine>,
  sheet: string,
): Promise<Buffer> {
  const withReason = reasonAdder();
  const rows: string[][] = [];
  for await (const group of groups) {
    for (const row of group) {
      const fate = failed.get(row.row);
      if ((fate === undefined && !isHeader(row)) || row.content.kind !== 'cells') continue;
      const cells = row.content.cells.map((value) => ({ value }));
      rows.push(withReason(cells, fate).map(({ value }) => neutralise(value)));
    }
  }
  const { utils, write } = await import('@e965/xlsx');
  const book = utils.book_new(utils.aoa_to_sheet(rows), sheet);
  return write(book, { type: 'buffer', bookType: 'xlsx' }) as Buffer;
}

/** As the rows were read. */
function inputOptions({ settings }: JournalHeader): InputOptions {
  const { '--encoding': encoding, '--sheet': sheet } = settings;
  return { ...(encoding !== undefined && { encoding }), ...(sheet !== undefined && { sheet }) };
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
    /^(.*?)(\.(?:csv|tsv|txt|xlsx|xlsm|ndjson|jsonl))?(?:\.gz)?$/is.exec(path) ?? [];
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
