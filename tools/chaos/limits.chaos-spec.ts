import { runScenarioCommand } from './testing/run-scenario.ts';

it('limits hold across processes', async () => {
  const args = ['--links', '400', '--allowance', '300', '--seconds', '4'];
  const { exitCode, figures, violations } = await runScenarioCommand('limits', args, 240_000);
  expect(violations).toEqual([]);
  expect(exitCode).toBe(0);
  // More were in flight than an integration starts with, and the rate was used.
  expect(figures['capMostInFlight']).toBeGreaterThan(10);
  expect(figures['rateStartsInAnySecond']).toBeGreaterThanOrEqual(6);
}, 250_000);
