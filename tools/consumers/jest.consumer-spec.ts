/** A team whose Jest runs CommonJS: both recipes of docs/for-other-teams.md. */
import { createConsumer, linkLibraries, type Consumer } from './lib/consumer.ts';

const JEST = 'node_modules/jest/bin/jest.js';
const PASSED = 'Tests:       4 passed, 4 total';

let consumer: Consumer;
beforeAll(async () => {
  consumer = createConsumer('jest-commonjs');
  await linkLibraries(consumer, ['jest', '@swc/jest', '@swc/core']);
});
afterAll(() => consumer.remove());

it('compiles the packages', async () => {
  const { exitCode, stderr } = await consumer.node(JEST, '--ci', '--no-cache');
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: expect.stringContaining(PASSED) });
});

it('or leaves them alone and lets Node load ES modules', async () => {
  const flags = ['--transformIgnorePatterns', '/node_modules/'];
  const without = await consumer.node(JEST, '--ci', '--no-cache', ...flags);
  const { exitCode, stderr } = await consumer.node(
    '--experimental-vm-modules',
    ...[JEST, '--ci', '--no-cache', ...flags],
  );
  expect(without.exitCode).toBe(1);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: expect.stringContaining(PASSED) });
});
