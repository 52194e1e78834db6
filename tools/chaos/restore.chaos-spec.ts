import { runScenarioCommand } from './testing/run-scenario.ts';

it.each(['dump', 'snapshot'])(
  'nothing is sent again after a restore (%s)',
  async (kind) => {
    const args = ['--kind', kind, '--links', '120', '--quiet', '3000'];
    const { exitCode, figures, violations } = await runScenarioCommand('restore', args, 300_000);
    expect(violations).toEqual([]);
    expect(exitCode).toBe(0);
    expect(figures).toMatchObject({ sentBeforeConfirmation: 0, doubled: 0, missing: 0 });
  },
  310_000,
);
