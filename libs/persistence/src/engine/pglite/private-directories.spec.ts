import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureDataDirectory, ensurePrivate } from './private-directories.js';

let home: string;
let umask: number;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'result-links-'));
  umask = process.umask(0o022);
});
afterEach(() => {
  process.umask(umask);
  rmSync(home, { recursive: true, force: true });
});

const modeOf = (path: string) => (statSync(path).mode & 0o7777).toString(8);
const made = (name: string, mode: number) => {
  const path = join(home, name);
  mkdirSync(path, { recursive: true });
  chmodSync(path, mode);
  return path;
};

it('makes the data directory and its parents for the owner alone', () => {
  const directory = join(home, 'a', 'b');
  ensureDataDirectory(directory);
  expect([modeOf(join(home, 'a')), modeOf(directory)]).toEqual(['700', '700']);
});

it('corrects a data directory of an earlier release', () => {
  made('data/database', 0o755);
  const directory = made('data', 0o755);
  ensureDataDirectory(directory);
  ensurePrivate(join(directory, 'database'));
  expect([modeOf(directory), modeOf(join(directory, 'database'))]).toEqual(['700', '700']);
});

it.each([0o755, 0o750, 0o777, 0o1777, 0o2775])('corrects an empty directory of mode %o', (mode) => {
  const directory = made('empty', mode);
  ensureDataDirectory(directory);
  expect(modeOf(directory)).toBe('700');
});

it.each([0o755, 0o1777])('leaves a directory of mode %o with files of others alone', (mode) => {
  const directory = made('used', mode);
  writeFileSync(join(directory, 'notes.txt'), '');
  ensureDataDirectory(directory);
  expect(modeOf(directory)).toBe(mode.toString(8));
});

it('leaves a directory of another user alone', () => {
  const volume = made('volume', 0o2775);
  const getuid = jest.spyOn(process, 'getuid').mockReturnValue(process.getuid!() + 1);
  ensureDataDirectory(volume);
  expect(modeOf(volume)).toBe('2775');
  getuid.mockRestore();
});

it('refuses a directory in which every user can replace the files', () => {
  const directory = made('open', 0o777);
  writeFileSync(join(directory, 'notes.txt'), '');
  expect(() => ensureDataDirectory(directory)).toThrow(
    `The data directory ${directory} is open to other users (mode 777). Run "chmod 700 ${directory}"`,
  );
});

it('accepts a link to the data directory', () => {
  const directory = made('real', 0o700);
  symlinkSync(directory, join(home, 'link'));
  expect(() => ensureDataDirectory(join(home, 'link'))).not.toThrow();
});

it('refuses a link in place of the database directory', () => {
  const elsewhere = made('elsewhere', 0o700);
  symlinkSync(elsewhere, join(home, 'database'));
  expect(() => ensurePrivate(join(home, 'database'))).toThrow('must be a directory, not a link');
});

it('refuses an open directory of another user', () => {
  const directory = made('theirs', 0o755);
  const getuid = jest.spyOn(process, 'getuid').mockReturnValue(process.getuid!() + 1);
  expect(() => ensurePrivate(directory)).toThrow('is open to other users (mode 755)');
  expect(modeOf(directory)).toBe('755');
  getuid.mockRestore();
});

it.each(['file', 'file/below', 'loop', 'dangling'])('refuses what is no directory: %s', (name) => {
  writeFileSync(join(home, 'file'), '');
  symlinkSync('loop', join(home, 'loop'));
  symlinkSync('nowhere', join(home, 'dangling'));
  for (const make of [ensureDataDirectory, ensurePrivate]) {
    expect(() => make(join(home, name))).toThrow(
      expect.objectContaining({
        code: 'embedded_engine',
        message: expect.stringContaining('Choose another RESULT_LINKS_DATA_DIR'),
      }),
    );
  }
});
