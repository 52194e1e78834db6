/** A team whose Jest compiles to CommonJS: the recipe of docs/for-other-teams.md. */
import { createConsumer, linkLibraries } from './lib/consumer.ts';

it('requires both packages in Jest’s CommonJS mode', async () => {
  const consumer = createConsumer('jest-commonjs');
  try {
    await linkLibraries(consumer, ['jest', '@swc/jest', '@swc/core']);
    const { exitCode, stderr } = await consumer.command('jest/bin/jest.js', '--ci', '--no-cache');
    expect(stderr).toContain('Tests:       3 passed, 3 total');
    expect(exitCode).toBe(0);
  } finally {
    consumer.remove();
  }
});
