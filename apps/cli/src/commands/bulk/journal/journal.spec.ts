import { appendFile, chmod, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inFolder } from '../../../testing/bulk-input.js';
import { caught } from '../../../testing/caught.js';
import { Journal, JournalError, type JournalFile } from './journal.js';
import type { JournalHeader, RowLine } from './journal-line.js';
import { openJournal } from './open-journal.js';

const HEADER: JournalHeader = {
  result_links_report: 1,
  input: { name: 'rows.csv', size: 100, sha256: 'aa' },
  format: 'csv',
  settings: { address: 'http://127.0.0.1/v1' },
  rows: 3,
  ready: 3,
  invalid: 0,
  duplicates: 0,
  integrations: { 'workday:a': 3 },
  started_at: '2026-11-23T10:00:00.000Z',
};

const line = (row: number, state: RowLine['state']): RowLine => ({
  row,
  line: row + 1,
  state,
  at: '2026-11-23T10:00:00.000Z',
});

/** A file in memory that may fail. */
function fakeFile(fails: () => NodeJS.ErrnoException | undefined = () => undefined) {
  let bytes = Buffer.alloc(0);
  const calls: string[] = [];
  const file = {
    write: async (part: Buffer, offset: number, length: number, position: number) => {
      calls.push('write');
      const error = fails();
      const kept = error === undefined ? length : Math.floor(length / 2);
      bytes = Buffer.concat([bytes.subarray(0, position), part.subarray(offset, offset + kept)]);
      if (error !== undefined) throw error;
      return { bytesWritten: kept, buffer: part };
    },
    datasync: async () => void calls.push('sync'),
    truncate: async (length: number) => void (bytes = bytes.subarray(0, length)),
    close: async () => undefined,
  };
  return { file: file as unknown as JournalFile, calls, text: () => bytes.toString('utf8') };
}

const diskFull = () => Object.assign(new Error('no space left'), { code: 'ENOSPC' });

describe('the journal', () => {
  it('writes lines that come together with one sync, and resolves after it', async () => {
    const { file, calls, text } = fakeFile();
    const journal = new Journal(file, 0);
    const first = journal.append(line(1, 'sending'));
    const others = [2, 3, 4].map((row) => journal.append(line(row, 'sending')));
    await first;
    await Promise.all(others);

    expect(calls).toEqual(['write', 'sync', 'write', 'sync']);
    expect(text().match(/"row":\d/g)).toEqual(['"row":1', '"row":2', '"row":3', '"row":4']);
  });

  it('writes what comes in the same turn together, in its order, when it may wait for that', async () => {
    const { file, calls, text } = fakeFile();
    const journal = new Journal(file, 0);
    const lines = [1, 2].map((row) => journal.appendSoon(line(row, 'sending')));
    await Promise.resolve();
    lines.push(journal.append(line(3, 'sending')));
    await Promise.all(lines);
    await journal.append(line(4, 'sending'));

    expect(calls).toEqual(['write', 'sync', 'write', 'sync']);
    expect(text().match(/"row":\d/g)).toEqual(['"row":1', '"row":2', '"row":3', '"row":4']);
  });

  it('waits at its end for what may wait', async () => {
    const { file, text } = fakeFile();
    const journal = new Journal(file, 0);
    const written = journal.appendSoon(line(1, 'sending'));
    await journal.close();

    expect(text()).toContain('"row":1');
    await written;
  });

  it('takes no line any more once the disk is full, and cuts off the half of one to rescue others', async () => {
    let isFull = false;
    const { file, text } = fakeFile(() => (isFull ? diskFull() : undefined));
    const journal = new Journal(file, 0);
    await journal.append(line(1, 'sending'));
    isFull = true;
    const failed = journal.append(line(2, 'sending'));
    const waiting = journal.append(line(3, 'sending'));

    await expect(failed).rejects.toBeInstanceOf(JournalError);
    await expect(waiting).rejects.toMatchObject({ isDiskFull: true });
    await expect(journal.append(line(4, 'sending'))).rejects.toBeInstanceOf(JournalError);
    expect(await journal.rescue([line(1, 'delivered')])).toBe(false);
    isFull = false;
    expect(await journal.rescue([line(1, 'delivered')])).toBe(true);
    expect(text()).toBe(
      `${[line(1, 'sending'), line(1, 'delivered')].map((l) => JSON.stringify(l)).join('\n')}\n`,
    );
  });

  it('is gone on with where it ended, past a line that was cut off', () =>
    inFolder(async (folder) => {
      const path = join(folder, 'report');
      const first = await openJournal(path, HEADER);
      expect(first.isContinued).toBe(false);
      await first.journal.append(line(1, 'sending'));
      await first.journal.append(line(1, 'delivered'));
      await first.journal.append(line(2, 'sending'));
      await first.close();
      await appendFile(path, '{"row":3,"line":4,"st');

      const second = await openJournal(path, HEADER);
      expect(second.isContinued).toBe(true);
      expect([1, 2, 3].map((row) => second.states.get(row))).toEqual([
        'delivered',
        'sending',
        undefined,
      ]);
      expect([...second.lost]).toEqual([[2, 3]]);
      await second.journal.append(line(2, 'unknown'));
      await second.close();
      const text = await readFile(path, 'utf8');
      expect(
        text
          .trimEnd()
          .split('\n')
          .map((l) => JSON.parse(l) as object),
      ).toHaveLength(5);
    }));

  it('is readable by its owner only', () =>
    inFolder(async (folder) => {
      const path = join(folder, 'report');
      await (await openJournal(path, HEADER)).close();

      expect((await stat(path)).mode & 0o077).toBe(0);
    }));

  it('lets one process in at a time', () =>
    inFolder(async (folder) => {
      const path = join(folder, 'report');
      const first = await openJournal(path, HEADER);

      expect((await caught(() => openJournal(path, HEADER))).details.reason).toBe('report_in_use');
      await first.close();
      await (await openJournal(path, HEADER)).close();
    }));

  it.each([
    [{ input: { name: 'rows.csv', size: 101, sha256: 'bb' } }, 'report_of_another_input'],
    [{ settings: { address: 'https://api.kombo.dev/v1' } }, 'report_of_other_flags'],
    [{ settings: { ...HEADER.settings, '--integration': 'x' } }, 'report_of_other_flags'],
  ])('is refused for %j', (change, reason) =>
    inFolder(async (folder) => {
      const path = join(folder, 'report');
      await (await openJournal(path, HEADER)).close();

      const error = await caught(() => openJournal(path, { ...HEADER, ...change }));
      expect(error.details.reason).toBe(reason);
      await (await openJournal(path, HEADER)).close();
    }),
  );

  it.each([
    ['another file', 'a,b,c\n1,2,3\n'],
    ['other JSON', '{"name":"package"}\n'],
    ['one of a newer version', JSON.stringify({ ...HEADER, result_links_report: 2 }) + '\n'],
    ['nonsense further down', `${JSON.stringify(HEADER)}\n{"row":-1,"state":"delivered"}\n`],
    ['an unknown state', `${JSON.stringify(HEADER)}\n{"row":1,"state":"gone"}\n`],
  ])('does not touch %s', (_what, content) =>
    inFolder(async (folder) => {
      const path = join(folder, 'report');
      await writeFile(path, content);

      expect((await caught(() => openJournal(path, HEADER))).details.reason).toBe('report_invalid');
      expect(await readFile(path, 'utf8')).toBe(content);
    }),
  );

  it('is readable by its owner only, also one that was not', () =>
    inFolder(async (folder) => {
      const path = join(folder, 'report.ndjson');
      await (await openJournal(path, HEADER)).close();
      expect((await stat(path)).mode & 0o777).toBe(0o600);
      await chmod(path, 0o644);
      await (await openJournal(path, HEADER)).close();
      expect((await stat(path)).mode & 0o777).toBe(0o600);
    }));

  it('is written through no symbolic link', () =>
    inFolder(async (folder) => {
      const [path, elsewhere] = [join(folder, 'report.ndjson'), join(folder, 'elsewhere')];
      await symlink(elsewhere, path);
      const error = await caught(() => openJournal(path, HEADER));
      expect(error.message).toContain('it is a symbolic link');
      await writeFile(elsewhere, 'precious');
      await caught(() => openJournal(path, HEADER));
      expect(await readFile(elsewhere, 'utf8')).toBe('precious');
    }));

  it('has no control character of an ATS in it', async () => {
    const { file, text } = fakeFile();
    const message = 'a\u{9b}2J\u{202e}\u{1b}';
    await new Journal(file, 0).append({ ...line(1, 'rejected'), message });

    expect(text()).toContain('"message":"a\\u009b2J\\u202e\\u001b"');
    expect(JSON.parse(text())).toMatchObject({ message });
  });
});
