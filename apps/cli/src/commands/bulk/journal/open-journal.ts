import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { CliError, usageError } from '../../../errors.js';
import { shortTime } from '../../../output/time.js';
import { Journal } from './journal.js';
import type { JournalHeader, RowLine } from './journal-line.js';
import { onlyOne } from './only-one.js';
import { readJournal } from './read-journal.js';
import { RowStates } from './row-states.js';

const { O_CREAT, O_NOFOLLOW, O_RDWR } = constants;

/** A journal that can be gone on with. */
export interface OpenJournal {
  journal: Journal;
  states: RowStates;
  /** The last lines of rows that the API has accepted and whose end is not known. */
  accepted: ReadonlyMap<number, RowLine>;
  /** Lines of the rows that were in flight when an earlier run died, by row. */
  lost: ReadonlyMap<number, number>;
  /** Whether an earlier run began it. */
  isContinued: boolean;
  close(): Promise<void>;
}

/**
 * Opens the report of an input, or begins it.
 *
 * @throws CliError when it belongs to another input or to other flags, is in use, or cannot be written
 */
export async function openJournal(path: string, header: JournalHeader): Promise<OpenJournal> {
  // Not through a symbolic link: in a folder of many, someone else could have put one there.
  const file = await open(path, O_RDWR | O_CREAT | (O_NOFOLLOW ?? 0), 0o600).catch(
    ({ code }: NodeJS.ErrnoException) => {
      const why = code === 'ELOOP' ? 'it is a symbolic link' : code;
      throw usageError('report_unwritable', `The report ${path} cannot be written: ${why}.`, {
        hint: 'Name another place with --report.',
      });
    },
  );
  if (!(await file.stat()).isFile()) {
    await file.close();
    throw usageError(
      'report_unwritable',
      `The report ${path} is no file that can be gone on with.`,
      {
        hint: 'Name a plain file with --report: it is read again when the run is gone on with.',
      },
    );
  }
  const release = await onlyOne(path).catch(async (error: unknown) => {
    await file.close();
    throw error;
  });
  try {
    const content = await readJournal(file, path);
    const end = content?.end ?? 0;
    if (content !== undefined) assertSame(content.header, header, path);
    await file.chmod(0o600).catch(({ code }: NodeJS.ErrnoException) => {
      throw usageError('report_unwritable', `The report ${path} cannot be made private: ${code}.`, {
        hint: 'It belongs to another user. Name another place with --report.',
      });
    });
    await file.truncate(end);
    const journal = new Journal(file, end);
    if (content === undefined) {
      await journal.append(header);
      await syncFolder(path);
    }
    return {
      journal,
      states: content?.states ?? new RowStates(),
      accepted: content?.accepted ?? new Map(),
      lost: content?.lost ?? new Map(),
      isContinued: content !== undefined,
      close: async () => {
        await journal.close();
        await release();
      },
    };
  } catch (error) {
    await file.close();
    await release();
    throw explain(error, path);
  }
}

/** The name of a new file, too, has to survive a power cut. Not every system can do that. */
async function syncFolder(path: string): Promise<void> {
  let folder: FileHandle | undefined;
  try {
    folder = await open(dirname(path), 'r');
    await folder.sync();
  } catch {
    // Windows cannot open folders.
  } finally {
    await folder?.close();
  }
}

function assertSame(before: JournalHeader, now: JournalHeader, path: string): void {
  if (before.input.sha256 !== now.input.sha256) {
    throw usageError('report_of_another_input', `${path} is the report of another input.`, {
      hint:
        `It belongs to ${before.input.name} (${before.rows} rows, ${before.input.size} bytes) as it was on ` +
        `${shortTime(before.started_at)}; ${now.input.name} now has ${now.rows} rows and ${now.input.size} bytes.\n` +
        'If the file was corrected since, take the failed rows from: result-links bulk report <report>\n' +
        'For a new run name another report with --report.',
    });
  }
  const names = new Set([...Object.keys(before.settings), ...Object.keys(now.settings)]);
  for (const name of names) {
    const [was, is] = [before.settings[name], now.settings[name]];
    if (was !== is) {
      throw usageError('report_of_other_flags', `${path} was begun with another ${name}.`, {
        hint:
          `It was ${was ?? 'not given'}, now it is ${is ?? 'not given'}: the same rows would be other links.\n` +
          'Use the same flags to go on, or name another report with --report.',
      });
    }
  }
}

function explain(error: unknown, path: string): unknown {
  if (error instanceof Error && error.name === 'JournalError') {
    return new CliError('later', `The report ${path} cannot be written.`, {
      reason: 'report_unwritable',
      hint: `Nothing was sent: ${error.message}. Make room, or name another place with --report.`,
    });
  }
  return error;
}
