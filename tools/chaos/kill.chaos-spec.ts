import { runScenarioCommand } from './testing/run-scenario.ts';

const SHORT = ['--accepts', '300', '--kills', '5', '--every', '1500'];

// Both at once: most of the time they wait for dead processes to be noticed.
it('kill -9 under load loses, doubles and forgets nothing, on both engines', async () => {
  const runs = await Promise.all(
    ['postgres', 'embedded'].map((engine) =>
      runScenarioCommand('kill', [...SHORT, '--engine', engine], 240_000),
    ),
  );
  for (const { exitCode, figures, violations } of runs) {
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
  }
}, 250_000);
