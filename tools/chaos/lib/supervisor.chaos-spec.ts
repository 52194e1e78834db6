import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Supervisor } from './supervisor.ts';

const SLEEPER = { command: process.execPath, args: ['-e', 'setInterval(() => {}, 1e6)'], env: {} };

it('ends every process and removes every folder', async () => {
  const supervisor = new Supervisor();
  const folder = supervisor.folder();
  writeFileSync(join(folder, 'something'), '');
  const sleeper = supervisor.spawn('sleeper', SLEEPER);
  expect(() => process.kill(sleeper.pid, 0)).not.toThrow();
  await supervisor.close();
  expect(sleeper.ending).toMatchObject({ signal: 'SIGKILL' });
  expect(() => process.kill(sleeper.pid, 0)).toThrow();
  expect([existsSync(folder), existsSync(supervisor.logs)]).toEqual([false, false]);
});

it('does so although a closer fails', async () => {
  const errors = jest.spyOn(console, 'error').mockImplementation();
  const supervisor = new Supervisor();
  const sleeper = supervisor.spawn('sleeper', SLEEPER);
  supervisor.defer(() => Promise.reject(new Error('no')));
  supervisor.defer(() => {
    throw new Error('no');
  });
  await supervisor.close();
  expect(sleeper.ending).not.toBeNull();
  errors.mockRestore();
});

it('tells how a process ended and what it said', async () => {
  const supervisor = new Supervisor();
  const args = ['-e', 'console.log("out"); console.error("err"); process.exit(3)'];
  const child = supervisor.spawn('child', { command: process.execPath, args, env: {} });
  expect(await child.ended).toMatchObject({ code: 3, signal: null });
  expect([child.stdout(), child.stderr()]).toEqual(['out\n', 'err\n']);
  await supervisor.close();
});
