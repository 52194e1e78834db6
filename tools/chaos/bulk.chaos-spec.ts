import { runScenarioCommand } from './testing/run-scenario.ts';

it('kill -9 of bulk sends no row twice, and its report agrees with the ATS row by row', async () => {
  const { exitCode, figures, violations } = await runScenarioCommand(
    'bulk',
    ['--rows', '1000', '--kills', '5'],
    60_000,
  );

  expect(violations).toEqual([]);
  expect(exitCode).toBe(0);
  expect(figures).toMatchObject({ rows: 1_000, kills: 5 });
  // The run has seen what it is about.
  expect(figures['rowsInFlightAtKills']).toBeGreaterThan(0);
}, 65_000);
