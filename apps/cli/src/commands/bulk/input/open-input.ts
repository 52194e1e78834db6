import { open, type FileHandle } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import type { Context } from '../../../command.js';
import { CliError, usageError } from '../../../errors.js';
import { decodeInput } from './decode-input.js';
import type { Input, InputOptions } from './input.js';
import { openTemporaryFile } from './temporary-file.js';

const GZIP_MAGIC = Buffer.from([0x1f, 0x8b]);

/**
 * Opens what is to be read. A plain file is read where it lies. What cannot be read twice (stdin, a pipe,
 * gzip) is copied to a temporary file first: rows are checked in one pass and sent in another.
 *
 * @param path `-`: stdin
 * @throws CliError when it cannot be read, is empty, is gzip that is cut off, or does not hold rows
 */
export async function openInput(
  path: string,
  context: Context,
  options: InputOptions = {},
): Promise<Input> {
  const name = path === '-' ? 'stdin' : path;
  const input =
    path === '-'
      ? await copy(context.stdin(), name, context.signal)
      : await openPath(path, context);
  if (input.size === 0) {
    await input.close();
    throw usageError('input_empty', `There is nothing in ${name}: it is empty.`);
  }
  return decodeInput(input, options);
}

async function openPath(path: string, { signal }: Context): Promise<Input> {
  const handle = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    const why = error.code === 'ENOENT' ? 'it does not exist' : (error.code ?? 'unknown reason');
    throw usageError('file_unreadable', `The file ${path} cannot be read: ${why}.`);
  });
  const stat = await handle.stat({ bigint: true });
  if (stat.isDirectory()) {
    await handle.close();
    throw usageError('file_unreadable', `${path} is a folder; name a file in it.`);
  }
  if (!stat.isFile() || (await startsAsGzip(handle))) {
    return copy(handle.createReadStream(), path, signal);
  }
  const assertUnchanged = async () => {
    const now = await handle.stat({ bigint: true });
    if (now.size !== stat.size || now.mtimeNs !== stat.mtimeNs) {
      throw usageError('input_changed', `${path} was changed while its rows were being read.`, {
        hint: 'Leave the file alone during a run. What was sent is in the report; check the file and run again.',
      });
    }
  };
  return {
    name: path,
    encoding: 'utf-8',
    handle,
    size: Number(stat.size),
    assertUnchanged,
    close: () => handle.close(),
  };
}

async function startsAsGzip(handle: FileHandle): Promise<boolean> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0);
  return bytesRead === 2 && buffer.equals(GZIP_MAGIC);
}

async function copy(source: Readable, name: string, signal: AbortSignal): Promise<Input> {
  const file = await openTemporaryFile();
  try {
    const { isGzip, chunks } = await peek(source);
    const write = async (source: AsyncIterable<Buffer>) => {
      for await (const bytes of source) await file.handle.writeFile(bytes);
    };
    await (isGzip
      ? pipeline(chunks, createGunzip(), write, { signal })
      : pipeline(chunks, write, { signal }));
    const { size } = await file.handle.stat();
    return {
      name,
      encoding: 'utf-8',
      handle: file.handle,
      size,
      assertUnchanged: async () => undefined,
      close: () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw explainCopy(error as NodeJS.ErrnoException, name);
  }
}

/** Looks at the first bytes without losing them. */
async function peek(source: Readable): Promise<{ isGzip: boolean; chunks: AsyncIterable<Buffer> }> {
  const rest = source[Symbol.asyncIterator]() as AsyncIterator<Buffer | string>;
  let head = Buffer.alloc(0);
  while (head.length < GZIP_MAGIC.length) {
    const next = await rest.next();
    if (next.done === true) break;
    head = Buffer.concat([head, Buffer.from(next.value)]);
  }
  async function* chunks(): AsyncGenerator<Buffer> {
    yield head;
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) {
      yield Buffer.from(next.value);
    }
  }
  return { isGzip: head.subarray(0, 2).equals(GZIP_MAGIC), chunks: chunks() };
}

function explainCopy(error: NodeJS.ErrnoException, name: string): Error {
  if (error.code === 'Z_BUF_ERROR') {
    return usageError('gzip_cut_off', `${name} is gzip that is cut off: its end is missing.`, {
      hint: 'Nothing was sent. Get the whole file again.',
    });
  }
  if (error.code?.startsWith('Z_') === true) {
    return usageError('gzip_invalid', `${name} is gzip that cannot be read: ${error.message}.`);
  }
  if (error.code === 'ENOSPC') {
    return new CliError('later', 'There is no room for a temporary copy of the rows.', {
      reason: 'disk_full',
      hint: 'Nothing was sent. Make room, or name a folder on another disk in TMPDIR.',
    });
  }
  return error;
}
