import type { FileHandle } from 'node:fs/promises';
import { type CliError, usageError } from '../../../errors.js';
import type { Input, InputOptions } from './input.js';
import { openTemporaryFile } from './temporary-file.js';
import { encodingOf } from './text-encoding.js';

/** Enough for the magic number of a file, and for the first name in an archive. */
const HEAD_BYTES = 512;

const AS_CSV = 'Open it there and save the sheet as CSV UTF-8';

/** Files that are not rows, by their first bytes: what they are, and the way out. */
const FOREIGN: readonly { start: string; name: string; hint: string }[] = [
  { start: '%PDF', name: 'a PDF', hint: 'Get the rows as CSV from where the PDF came from.' },
  {
    start: '\u{d0}\u{cf}\u{11}\u{e0}',
    name: 'an old Excel workbook (.xls), or one with a password',
    hint: 'In Excel, save the sheet as CSV UTF-8 (.csv), without a password.',
  },
  { start: 'PK\u{3}\u{4}', name: 'a ZIP archive', hint: 'Unpack it, and name the file in it.' },
  {
    start: '<',
    name: 'HTML or XML, not CSV (some programs call it .xls)',
    hint: `A spreadsheet can open it. ${AS_CSV}.`,
  },
  { start: '{\\rtf', name: 'a Rich Text document', hint: 'Save it as plain text in UTF-8.' },
];

/** Archives that are documents, by a name in them. */
const DOCUMENTS: readonly { part: string; name: string; hint: string }[] = [
  {
    part: 'opendocument.spreadsheet',
    name: 'an OpenDocument spreadsheet (.ods)',
    hint: `${AS_CSV} (Text CSV, character set UTF-8).`,
  },
  {
    part: 'Index/',
    name: 'a Numbers document',
    hint: 'In Numbers, export it: File > Export To > CSV.',
  },
  { part: 'xl/workbook', name: 'an Excel workbook (.xlsb)', hint: `${AS_CSV} (.csv).` },
  { part: 'word/document.xml', name: 'a Word document', hint: 'Save the rows as CSV UTF-8.' },
];

/**
 * Makes UTF-8 of what was opened: UTF-16, which Excel's "Unicode Text" is, and other encodings are
 * copied to a temporary file. Lines stay what they are.
 *
 * @param input is closed when it was copied, and when it is refused
 * @throws CliError for what is not text, by its name, and for text that is not in its encoding
 */
export async function decodeInput(input: Input, options: InputOptions): Promise<Input> {
  try {
    const { buffer, bytesRead } = await input.handle.read(
      Buffer.alloc(HEAD_BYTES),
      0,
      HEAD_BYTES,
      0,
    );
    const head = buffer.subarray(0, bytesRead);
    const workbook = await openWorkbook(input, head, options);
    if (workbook !== undefined) return workbook;
    if (options.sheet !== undefined) {
      throw usageError('conflicting_flags', '--sheet is for workbooks (.xlsx).');
    }
    const { encoding, refused } = encodingOf(head, options.encoding);
    if (refused !== undefined) throw notRows(input.name, refused.name, refused.hint);
    if (encoding === 'utf-8') {
      if (!head.includes(0)) return input;
      throw notRows(input.name, 'not a text file', 'Name a CSV or NDJSON file.');
    }
    return await transcode(input, encoding);
  } catch (error) {
    await input.close();
    throw error;
  }
}

/** @throws CliError for any other file that is not text, by its name */
async function openWorkbook(
  input: Input,
  head: Buffer,
  options: InputOptions,
): Promise<Input | undefined> {
  const { name, handle, size } = input;
  const start = head.toString('latin1');
  const foreign = FOREIGN.find((kind) => start.startsWith(kind.start));
  if (foreign === undefined) return undefined;
  if (!start.startsWith('PK')) throw notRows(name, foreign.name, foreign.hint);
  // The names of all parts stand at the end of an archive.
  const length = Math.min(size, 64 * 1024);
  const { buffer } = await handle.read(Buffer.alloc(length), 0, length, size - length);
  const parts = start + buffer.toString('latin1');
  if (parts.includes('xl/workbook.xml')) return copyWorkbook(input, options);
  const document = DOCUMENTS.find(({ part }) => parts.includes(part)) ?? foreign;
  throw notRows(name, document.name, document.hint);
}

async function copyWorkbook(input: Input, { sheet: wanted }: InputOptions): Promise<Input> {
  const { readWorkbook } = await import('./read-workbook.js');
  const { buffer } = await input.handle.read({ buffer: Buffer.alloc(input.size), position: 0 });
  const { name: sheet, rows, hiddenRows } = readWorkbook(buffer, input.name, wanted);
  const lines = rows.map((row) => `${JSON.stringify(row)}\n`);
  const copy = await copyTo(input, 'utf-8', async (file) => {
    for (const line of lines) await file.writeFile(line);
  });
  const notice = `Hidden rows are not read: ${hiddenRows} in sheet "${sheet}".`;
  return { ...copy, sheet, ...(hiddenRows > 0 && { notice }) };
}

function notRows(input: string, what: string, hint: string): CliError {
  return usageError('input_not_rows', `${input} is ${what}.`, {
    hint: `Nothing was sent. ${hint}`,
  });
}

async function transcode(input: Input, encoding: string): Promise<Input> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  const source = input.handle.createReadStream({ start: 0, autoClose: false });
  try {
    return await copyTo(input, encoding, async (file) => {
      for await (const bytes of source as AsyncIterable<Buffer>) {
        await file.writeFile(decoder.decode(bytes, { stream: true }));
      }
      await file.writeFile(decoder.decode());
    });
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'ERR_ENCODING_INVALID_ENCODED_DATA'
      ? usageError('encoding_invalid', `${input.name} isn't valid ${encoding.toUpperCase()}.`, {
          hint: 'Nothing was sent. Save it as UTF-8 (in Excel: "CSV UTF-8").',
        })
      : error;
  }
}

/** A temporary file in place of the input, which is closed. */
async function copyTo(
  input: Input,
  encoding: string,
  write: (file: FileHandle) => Promise<void>,
): Promise<Input> {
  const file = await openTemporaryFile();
  try {
    await write(file.handle);
    await input.assertUnchanged();
    const { size } = await file.handle.stat();
    await input.close();
    return {
      name: input.name,
      encoding,
      handle: file.handle,
      size,
      assertUnchanged: async () => undefined,
      close: () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}
