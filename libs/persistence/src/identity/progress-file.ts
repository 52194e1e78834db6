import { accessSync, constants, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
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

/**
 * Keeps the progress in a file, one per database. Written without fsync: it has to survive the process,
 * and after a power cut an older progress is still a true one.
 */
export class ProgressFile {
  #isUsable = true;

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
      const progress = JSON.parse(readFileSync(this.#path(place), 'utf8')) as Progress;
      return typeof progress.epoch === 'string' ? progress : null;
    } catch {
      return null;
    }
  }

  write(progress: Progress): void {
    if (!this.#isUsable) return;
    const path = this.#path(progress.place);
    try {
      const draft = `${path}.${process.pid}`;
      writeFileSync(draft, JSON.stringify(progress), { mode: 0o600 });
      renameSync(draft, path);
    } catch (error) {
      this.#isUsable = false;
      this.log.warn({ path, err: error }, 'state file cannot be written');
    }
  }

  #path(place: string | null): string {
    const name = (place ?? 'unknown').replace(/[^a-z0-9]+/gi, '-');
    return join(this.directory.path, `progress-${name}.json`);
  }
}
