import { runScenarioCommand } from './testing/run-scenario.ts';

it('limits hold across processes', async () => {
  const args = ['--links', '400', '--allowance', '300', '--seconds', '5'];
  const { exitCode, figures, violations } = await runScenarioCommand('limits', args, 240_000);
  expect(violations).toEqual([]);
  expect(exitCode).toBe(0);
  // The limits were reached, so it was they that held.
  expect(figures['capMostInFlight']).toBeGreaterThan(20);
  expect(figures['rateStartsInAnySecond']).toBeGreaterThanOrEqual(9);
}, 250_000);
