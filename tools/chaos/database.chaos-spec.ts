import { runScenarioCommand } from './testing/run-scenario.ts';

it('a database that crashes under load costs nothing but time', async () => {
  const args = ['--crashes', '2', '--down', '1500', '--up', '2500'];
  const { exitCode, figures, violations } = await runScenarioCommand('database', args, 240_000);
  expect(violations).toEqual([]);
  expect(exitCode).toBe(0);
  expect(figures).toMatchObject({ crashes: 2, answersWhileDown: { 503: expect.any(Number) } });
}, 250_000);
