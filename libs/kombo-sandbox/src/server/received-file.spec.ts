import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ReceivedFile } from './received-file.js';
import { ReceivedLog } from './received-log.js';
import type { ReceivedResultLink } from './received-result-link.js';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'result-links-'));
  path = join(folder, 'received.ndjson');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const open = (max = 10) => new ReceivedLog(max, new ReceivedFile(path, max));
const write = (log: ReceivedLog, id: string): ReceivedResultLink => {
  const record = log.add({
    ...{ at: '2026-11-28T00:00:00.000Z', integrationId: 'workday:a', body: {}, rawBody: '{}' },
    ...{ target: { type: 'candidate', id }, wasWritten: true, answer: null, requestHeaders: {} },
  });
  log.save(record);
  return record;
};
const ids = (log: ReceivedLog) => log.list().map(({ target }) => target.id);

it('remembers earlier runs, and counts on', () => {
  const first = open();
  write(first, 'one');
  write(first, 'two');
  const second = open();
  expect(ids(second)).toEqual(['one', 'two']);
  expect(write(second, 'three').sequence).toBe(3);
  expect(ids(open())).toEqual(['one', 'two', 'three']);
});

it('skips a line that was left half written', () => {
  write(open(), 'one');
  appendFileSync(path, '{"sequence":2,"at":"20');
  const log = open();
  write(log, 'two');
  expect(ids(open())).toEqual(['one', 'two']);
});

it('stays small', () => {
  const log = open(3);
  for (let n = 1; n <= 20; n += 1) write(log, String(n));
  expect(readFileSync(path, 'utf8').split('\n').length).toBeLessThan(8);
  expect(ids(open(3))).toEqual(['18', '19', '20']);
});

it('is emptied with the log', () => {
  const log = open();
  write(log, 'one');
  log.clear();
  expect(ids(open())).toEqual([]);
});
