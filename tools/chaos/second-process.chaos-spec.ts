import { runScenarioCommand } from './testing/run-scenario.ts';

it('of several starts on one data directory exactly one gets it', async () => {
  const args = ['--rounds', '3', '--racers', '4'];
  const { exitCode, figures, violations } = await runScenarioCommand(
    'second-process',
    args,
    240_000,
  );
  expect(violations).toEqual([]);
  expect(exitCode).toBe(0);
  expect(figures).toMatchObject({ rounds: 3, accepted: 3 });
}, 250_000);
