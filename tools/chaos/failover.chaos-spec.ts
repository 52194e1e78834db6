import { runScenarioCommand } from './testing/run-scenario.ts';

const SHORT = ['--promotions', '1', '--up', '1500', '--replicas', '2', '--gap', '60000'];

it('a failover to a synchronous standby loses and doubles nothing', async () => {
  const { exitCode, figures, violations } = await runScenarioCommand('failover', SHORT, 280_000);
  expect(violations).toEqual([]);
  expect(exitCode).toBe(0);
  expect(figures).toMatchObject({
    promotions: 1,
    linksPerTargetAfterResolving: { 1: figures['acknowledged'] },
  });
}, 290_000);

it('a failover to an asynchronous standby is warned of, and lost attempts are logged', async () => {
  // With several hosts in DATABASE_URL: the test before has one address that leads to the primary.
  const args = [...SHORT, '--asynchronous', '--lag', '500', '--hosts'];
  const { exitCode, figures, violations } = await runScenarioCommand('failover', args, 280_000);
  expect(violations).toEqual([]);
  expect(exitCode).toBe(0);
  expect(figures['lostAttemptsLogged']).toBeGreaterThan(0);
}, 290_000);
