import { runScenarioCommand } from './testing/run-scenario.ts';

it('an embedded database arrives whole on a server, however often the move is killed', async () => {
  const args = ['--deliveries', '400', '--kills', '2'];
  const { exitCode, figures, violations } = await runScenarioCommand('migrate', args, 300_000);
  expect(violations).toEqual([]);
  expect(exitCode).toBe(0);
  expect(figures).toMatchObject({ deliveries: 400, doubled: 0, lost: 0 });
}, 310_000);
