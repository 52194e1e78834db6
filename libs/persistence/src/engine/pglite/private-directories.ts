import { chmodSync, lstatSync, mkdirSync, readdirSync, statSync, type Stats } from 'node:fs';
import { EmbeddedEngineError } from './errors.js';

const PRIVATE = 0o700;
const GROUP_AND_OTHERS = 0o077;
const OTHERS_MAY_WRITE = 0o002;
const STICKY = 0o1000;

/**
 * Makes the data directory, or corrects the mode of an empty one of ours and of one that an earlier release
 * made with 0755. A directory that belongs to someone else (a mounted volume with a group of its own) or has
 * other files in it keeps its mode: the files are in `database` below it, see {@link ensurePrivate}.
 *
 * @throws EmbeddedEngineError when it cannot be made, or every user may replace the files in it
 */
export function ensureDataDirectory(directory: string): void {
  const isNew = makeDirectory(directory);
  if (isNew) return;
  if (isOwn(statSync(directory)) && isOurs(readdirSync(directory))) chmodSync(directory, PRIVATE);
  const { mode } = statSync(directory);
  if ((mode & OTHERS_MAY_WRITE) !== 0 && (mode & STICKY) === 0) throw tooOpen(directory, mode);
}

function isOurs(files: readonly string[]): boolean {
  return files.length === 0 || files.includes('database');
}

/**
 * Makes a directory that only its owner can enter, or corrects an existing one. PGlite creates its files
 * with mode 0666, so the directory is what protects them.
 *
 * @throws EmbeddedEngineError when it is a link, belongs to someone else or stays open
 */
export function ensurePrivate(directory: string): void {
  makeDirectory(directory);
  const found = lstatSync(directory);
  if (!found.isDirectory()) {
    throw new EmbeddedEngineError(`${directory} must be a directory, not a link or a file.`);
  }
  if ((found.mode & GROUP_AND_OTHERS) === 0) return;
  if (isOwn(found)) chmodSync(directory, PRIVATE);
  const { mode } = lstatSync(directory);
  if ((mode & GROUP_AND_OTHERS) !== 0) throw tooOpen(directory, mode);
}

/** @returns whether it is new */
function makeDirectory(directory: string): boolean {
  try {
    return mkdirSync(directory, { recursive: true, mode: PRIVATE }) !== undefined;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new EmbeddedEngineError(
      `The data directory ${directory} cannot be made (${code}): a file or a broken link is in its place, or ` +
        'this user may not write there. Choose another RESULT_LINKS_DATA_DIR.',
      { cause: error },
    );
  }
}

function isOwn({ uid }: Stats): boolean {
  return uid === process.getuid?.();
}

function tooOpen(directory: string, mode: number): EmbeddedEngineError {
  return new EmbeddedEngineError(
    `The data directory ${directory} is open to other users (mode ${(mode & 0o777).toString(8)}). ` +
      `Run "chmod 700 ${directory}" as its owner, or choose another RESULT_LINKS_DATA_DIR.`,
  );
}
