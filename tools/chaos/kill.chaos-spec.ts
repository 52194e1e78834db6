import { runScenarioCommand } from './testing/run-scenario.ts';

const SHORT = ['--accepts', '300', '--kills', '5', '--every', '1500'];

it.each(['postgres', 'embedded'])(
  'kill -9 under load loses, doubles and forgets nothing (%s)',
  async (engine) => {
    const args = [...SHORT, '--engine', engine];
    const { exitCode, figures, violations } = await runScenarioCommand('kill', args, 240_000);
    expect(violations).toEqual([]);
    expect(exitCode).toBe(0);
    // The run has seen what it is about.
    expect(figures).toMatchObject({
      kills: 5,
      acknowledged: 300,
      statesAfterResolving: { delivered: 300 },
      linksPerTargetAfterResolving: { 1: 300 },
    });
    expect(figures['orphanedAttempts']).toBeGreaterThan(0);
  },
  250_000,
);
