import { runScenarioCommand } from './testing/run-scenario.ts';

it('a route that is lost without a FIN costs nothing but time', async () => {
  // The bars are those of a busy machine; the long form has the real ones.
  const bars = ['--answer', '40000', '--probe', '20000', '--turn', '40000', '--back', '40000'];
  const args = ['--freezes', '2', '--frozen', '6000', '--up', '1500', '--replicas', '2', ...bars];
  const { exitCode, figures, violations } = await runScenarioCommand('frozen', args, 280_000);
  expect(violations).toEqual([]);
  expect(exitCode).toBe(0);
  expect(figures).toMatchObject({ freezes: 2, answersWhileFrozen: { 503: expect.any(Number) } });
}, 290_000);
