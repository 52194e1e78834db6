import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { childScript, type Child } from '../../testing/child-process.js';
import { lockDirectory } from './directory-lock.js';
import { DirectoryInUseError } from './errors.js';

/** Rounds of the race after a kill; 25 with TEST_LONG=1. */
const ROUNDS = process.env['TEST_LONG'] ? 25 : 5;
const RACERS = 6;

describe('the directory lock', () => {
  let directory: string;
  beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'result-links-lock-'))));
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  it('has one owner, until that gives it up', async () => {
    const unlock = await lockDirectory(directory);
    await expect(lockDirectory(directory)).rejects.toThrow(DirectoryInUseError);
    await unlock();
    await (
      await lockDirectory(directory)
    )();
  });

  it('has one owner of several who start at once in one process', async () => {
    const results = await Promise.allSettled([1, 2, 3, 4, 5].map(() => lockDirectory(directory)));
    const owners = results.filter((result) => result.status === 'fulfilled');
    expect(owners).toHaveLength(1);
    await owners[0]?.value();
  });

  it('never takes a directory from an owner that is busy', async () => {
    const frozen = createServer(() => undefined);
    await new Promise<void>((done) => frozen.listen(join(directory, 'owner.sock'), done));
    const attempt = lockDirectory(directory);
    await expect(attempt).rejects.toThrow('in use by another process');
    await new Promise((done) => {
      frozen.close(done);
      frozen.unref();
    });
  }, 10_000);

  it('takes over from what a killed process has left: a dead socket, an old guard', async () => {
    writeFileSync(join(directory, 'owner.sock'), '');
    const guard = join(directory, 'owner.lock');
    mkdirSync(guard);
    const longAgo = new Date(Date.now() - 60_000);
    utimesSync(guard, longAgo, longAgo);
    await (
      await lockDirectory(directory)
    )();
  });

  it('works where the path is longer than a socket may have', async () => {
    const deep = join(directory, 'a-rather-long-name-for-a-folder-'.repeat(4));
    mkdirSync(deep);
    const unlock = await lockDirectory(deep);
    await expect(lockDirectory(deep)).rejects.toThrow(`in use by process ${process.pid}`);
    await unlock();
    await (
      await lockDirectory(deep)
    )();
  });

  it('has exactly one owner of many processes that start right after the owner was killed', async () => {
    const start = childScript('lock-racer');
    let owner: Child = start(directory);
    await owner.line('LOCKED');
    for (let round = 0; round < ROUNDS; round += 1) {
      await owner.kill();
      const racers = Array.from({ length: RACERS }, () => start(directory));
      const answers = await Promise.all(racers.map((racer) => racer.line('LOCKED', 'REFUSED')));
      const owners = racers.filter((_, n) => answers[n] === 'LOCKED');
      expect(owners).toHaveLength(1);
      owner = owners[0] as Child;
      const refusals = answers.filter((answer) => answer.startsWith('REFUSED'));
      expect(refusals.every((answer) => answer.includes(`in use by process ${owner.pid}`))).toBe(
        true,
      );
    }
    await owner.kill();
  }, 120_000);
});
