import { runScenarioCommand } from './testing/run-scenario.ts';

it('3,000 links that wait for one integration hold nobody else up', async () => {
  // So short a run says little about speed on a machine with other things to do.
  const args = ['--waiting', '3000', '--slower', '2', '--probes', '100'];
  const { exitCode, figures, violations } = await runScenarioCommand('fairness', args, 240_000);
  expect(violations).toEqual([]);
  expect(exitCode).toBe(0);
  expect(figures).toMatchObject({ waiting: 3_000, otherIntegrationStartsMs: { count: 20 } });
}, 250_000);
