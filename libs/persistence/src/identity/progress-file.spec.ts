import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLog } from '@result-links/delivery/testing';
import type { Progress } from './judge.js';
import { ProgressFile } from './progress-file.js';

const folder = mkdtempSync(join(tmpdir(), 'progress-'));
afterAll(() => rmSync(folder, { recursive: true }));

const progress = (pulse: number): Progress => ({
  ...{ epoch: '0198f5a2-7d6e-4c3b-9a1f-0123456789ab', place: 'postgres:7579/5', pulse },
  attempt: { deliveryId: '0198f5a2-7d6e-7c3b-9a1f-0123456789ab', number: 1 },
});
const newFile = () => {
  const file = new ProgressFile({ path: folder, isRequired: true }, silentLog);
  file.prepare();
  return file;
};
const onlyFile = () => join(folder, readdirSync(folder)[0] as string);

it('reads what was written last, also by another process, from a file that keeps its size', () => {
  const [one, other] = [newFile(), newFile()];
  expect(one.read('postgres:7579/5')).toBeNull();
  one.write(progress(123_456));
  other.write(progress(9));
  expect(one.read('postgres:7579/5')).toEqual(progress(9));
  one.write(progress(10));
  expect(other.read('postgres:7579/5')).toEqual(progress(10));
  expect(readdirSync(folder)).toHaveLength(1);
  expect(statSync(onlyFile()).size).toBe(512);
  one.close();
  other.close();
});

it('does not take a torn write for a progress', () => {
  const file = newFile();
  file.write(progress(7));
  file.close();
  const whole = readFileSync(onlyFile(), 'utf8');
  writeFileSync(onlyFile(), whole.replace('"pulse":7', '"pulse":8'));
  expect(file.read('postgres:7579/5')).toBeNull();
});

it('is made again when somebody has removed it', () => {
  const file = newFile();
  file.write(progress(1));
  rmSync(onlyFile());
  jest.spyOn(performance, 'now').mockReturnValue(performance.now() + 1_001);
  file.write(progress(2));
  jest.restoreAllMocks();
  expect(file.read('postgres:7579/5')).toEqual(progress(2));
  file.close();
});
