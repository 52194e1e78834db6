import { runScenarioCommand } from './testing/run-scenario.ts';

it('callers that give up and ask again get one link', async () => {
  const args = ['--latency', '3000', '--links', '20'];
  const { exitCode, figures, violations } = await runScenarioCommand('impatient', args, 240_000);
  expect(violations).toEqual([]);
  expect(exitCode).toBe(0);
  expect(figures).toMatchObject({ mostAttempts: 1, linksPerTarget: { 1: 20 } });
  // They did give up.
  expect((figures['answers'] as Record<string, number>)['GAVE_UP']).toBeGreaterThan(20);
}, 250_000);
