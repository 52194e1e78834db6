import { hash } from 'node:crypto';
import {
  accessSync,
  closeSync,
  constants,
  fstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Log } from '@result-links/delivery';
import type { Progress } from './judge.js';

/** The state directory cannot be used; the message says what to do. */
export class StateDirectoryError extends Error {
  readonly code = 'state_directory';
  constructor(directory: string, cause: unknown) {
    super(
      `RESULT_LINKS_STATE_DIR: cannot write to ${directory} (${(cause as Error).message}). ` +
        'Name a folder that this process may write to, or unset it.',
      { cause },
    );
    this.name = 'StateDirectoryError';
  }
}

/** Where the progress is kept. */
export interface StateDirectory {
  path: string;
  /** Whether the process must not start without it. */
  isRequired: boolean;
}

/** Bytes of a state file: one sector of a disk. */
const SIZE = 512;
/** How often it is seen whether the file is still there, in milliseconds. */
const CHECK_MS = 1_000;

/**
 * Keeps the progress in a file, one per database. Written in place and without fsync: it has to survive the
 * process, and after a power cut an older progress is still a true one. Processes that share a directory write
 * to the same file; each write is one of the whole file, and a checksum tells one that was torn.
 */
export class ProgressFile {
  #isUsable = true;
  #open: { path: string; fd: number; checkedAt: number } | null = null;

  constructor(
    private readonly directory: StateDirectory,
    private readonly log: Log,
  ) {}

  /** @throws StateDirectoryError if the directory is required and cannot be written */
  prepare(): void {
    try {
      mkdirSync(this.directory.path, { recursive: true, mode: 0o700 });
      accessSync(this.directory.path, constants.W_OK);
    } catch (error) {
      if (this.directory.isRequired) throw new StateDirectoryError(this.directory.path, error);
      this.#isUsable = false;
      this.log.info(
        { directory: this.directory.path, err: error },
        'no state file: set RESULT_LINKS_STATE_DIR so that a restored database is recognized after a restart',
      );
    }
  }

  /** The progress of the database; `null` if there is none, or none that can be read. */
  read(place: string | null): Progress | null {
    try {
      const [sum, text = ''] = readFileSync(this.#path(place), 'utf8').split('\n');
      return sum === sumOf(text) ? (JSON.parse(text) as Progress) : null;
    } catch {
      return null;
    }
  }

  write(progress: Progress): void {
    if (!this.#isUsable) return;
    const path = this.#path(progress.place);
    try {
      const text = JSON.stringify(progress);
      const record = Buffer.alloc(SIZE, '\n');
      const written = record.write(`${sumOf(text)}\n${text}`);
      if (written === SIZE) throw new Error('the progress is too long');
      writeSync(this.#file(path), record, 0, SIZE, 0);
    } catch (error) {
      this.close();
      this.#isUsable = false;
      this.log.warn({ path, err: error }, 'state file cannot be written');
    }
  }

  close(): void {
    if (this.#open !== null) closeSync(this.#open.fd);
    this.#open = null;
  }

  /** The open file; made again if somebody has removed it. */
  #file(path: string): number {
    const now = performance.now();
    if (this.#open?.path === path) {
      if (now - this.#open.checkedAt < CHECK_MS) return this.#open.fd;
      this.#open.checkedAt = now;
      if (fstatSync(this.#open.fd).nlink > 0) return this.#open.fd;
    }
    this.close();
    const fd = openSync(path, constants.O_WRONLY | constants.O_CREAT, 0o600);
    this.#open = { path, fd, checkedAt: now };
    return fd;
  }

  #path(place: string | null): string {
    const name = (place ?? 'unknown').replace(/[^a-z0-9]+/gi, '-');
    return join(this.directory.path, `progress-${name}.state`);
  }
}

function sumOf(text: string): string {
  return hash('sha256', text).slice(0, 16);
}
