import { runScenarioCommand } from './testing/run-scenario.ts';

it('kill -9 leaves a handful of attempts unknown that were never sent, also when the upstream hangs', async () => {
  const args = ['--kills', '3', '--links', '300', '--upstream', 'hangs'];
  const { exitCode, figures, violations } = await runScenarioCommand('unsent', args, 240_000);
  expect(violations).toEqual([]);
  expect(exitCode).toBe(0);
  expect(figures['neverSent']).toHaveLength(3);
  expect(figures['unknown']).toBeGreaterThan(0);
}, 250_000);
