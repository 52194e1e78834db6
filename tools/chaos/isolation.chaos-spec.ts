import { runScenarioCommand } from './testing/run-scenario.ts';

it.each(['postgres', 'embedded'])(
  'integrations that hang, with more links than there are places, delay no other one (%s)',
  async (engine) => {
    const hanging = ['--hanging', '20', '--links', '30', '--earned', '2', '--concurrency', '100'];
    // Whether a link starts at all is what a busy machine can tell; how fast, the long form.
    const args = [...hanging, '--probes', '8', '--limit', '5000', '--engine', engine];
    const { exitCode, figures, violations } = await runScenarioCommand('isolation', args, 240_000);
    expect(violations).toEqual([]);
    expect(exitCode).toBe(0);
    expect(figures).toMatchObject({ startsMs: { count: 8 } });
    // The run has seen what it is about: nearly all places are taken.
    expect(figures['openCalls']).toBeGreaterThanOrEqual(90);
  },
  250_000,
);
