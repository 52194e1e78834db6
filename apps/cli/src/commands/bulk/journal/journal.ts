import type { FileHandle } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import { printableJson } from '../../../output/printable.js';
import type { JournalLine } from './journal-line.js';

/** The journal cannot be written any more. Nothing may be sent that could not be noted. */
export class JournalError extends Error {
  override readonly name = 'JournalError';

  constructor(override readonly cause: NodeJS.ErrnoException) {
    super(`the report cannot be written: ${cause.code ?? cause.message}`);
  }

  /** Whether the disk, or what this user may have of it, is full. */
  get isDiskFull(): boolean {
    return ['ENOSPC', 'EDQUOT', 'EFBIG'].includes(this.cause.code ?? '');
  }
}

/** What a journal needs of a file; tests put a full disk in its place. */
export type JournalFile = Pick<FileHandle, 'write' | 'datasync' | 'truncate' | 'close'>;

interface Waiting {
  text: string;
  resolve: () => void;
  reject: (error: JournalError) => void;
}

/**
 * Appends lines. A line counts only once it is on the disk (fdatasync): that is when its promise
 * resolves. Lines that come while others are being written go out together, in one write and one sync.
 */
export class Journal {
  readonly #file: JournalFile;
  #position: number;
  #waiting: Waiting[] = [];
  #isWriting = false;
  #failure: JournalError | undefined;
  #idle: Promise<void> = Promise.resolve();

  /** @param position where the next line goes: behind the last complete one */
  constructor(file: JournalFile, position: number) {
    this.#file = file;
    this.#position = position;
  }

  /** @throws JournalError, also for every later line: a report with a gap would be a lie */
  append(line: JournalLine | object): Promise<void> {
    return this.#add(line, () => this.#write());
  }

  /**
   * The same, but what else comes in this turn of the event loop goes out together with it. When all answers that are
   * there are looked at, the intents of the next rows are: behind the first line alone they would wait for two writings.
   */
  appendSoon(line: JournalLine): Promise<void> {
    return this.#add(line, async () => {
      await setImmediate();
      await this.#write();
    });
  }

  #add(line: object, write: () => Promise<void>): Promise<void> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    const written = new Promise<void>((resolve, reject) => {
      this.#waiting.push({ text: toText(line), resolve, reject });
    });
    if (!this.#isWriting) {
      this.#isWriting = true;
      this.#idle = write();
    }
    return written;
  }

  /**
   * A last try to write lines after a failure: what was found out meanwhile about rows in flight. Room may
   * have been made, or be left, by cutting off the half-written end.
   *
   * @returns whether they are on the disk
   */
  async rescue(lines: readonly JournalLine[]): Promise<boolean> {
    await this.#idle;
    try {
      await this.#file.truncate(this.#position);
      await this.#put(lines.map(toText).join(''));
      return true;
    } catch {
      return false;
    }
  }

  /** Waits for what is under way. */
  async close(): Promise<void> {
    await this.#idle;
    await this.#file.close();
  }

  async #write(): Promise<void> {
    while (this.#waiting.length > 0) {
      const group = this.#waiting;
      this.#waiting = [];
      try {
        await this.#put(group.map(({ text }) => text).join(''));
        group.forEach(({ resolve }) => resolve());
      } catch (error) {
        const failure = new JournalError(error as NodeJS.ErrnoException);
        this.#failure = failure;
        [...group, ...this.#waiting].forEach(({ reject }) => reject(failure));
        this.#waiting = [];
      }
    }
    this.#isWriting = false;
  }

  async #put(text: string): Promise<void> {
    const bytes = Buffer.from(text);
    for (let done = 0; done < bytes.length;) {
      const position = this.#position + done;
      const { bytesWritten } = await this.#file.write(bytes, done, bytes.length - done, position);
      done += bytesWritten;
    }
    await this.#file.datasync();
    this.#position += bytes.length;
  }
}

/** Reports are looked at on terminals, and have texts of an ATS in them. */
function toText(line: object): string {
  return `${printableJson(JSON.stringify(line))}\n`;
}
