import { setTimeout as sleep } from 'node:timers/promises';
import type { DurabilityRisk } from '@result-links/persistence';
import { DurabilityWatch } from './durability-watch.js';

it('warns when a risk appears, once, and says when it has ended', async () => {
  const answers: (DurabilityRisk[] | Error)[] = [
    ['asynchronous_standby'],
    ['asynchronous_standby', 'fsync_off'],
    new Error('away'),
    ['fsync_off'],
  ];
  const lines: string[] = [];
  const note = (level: string) => (fields: Record<string, unknown>) =>
    void lines.push(`${level} ${String(fields['risk'] ?? fields['task'])}`);
  const watch = new DurabilityWatch({
    findRisks: async () => {
      const answer = answers.shift() ?? ['fsync_off'];
      if (answer instanceof Error) throw answer;
      return answer;
    },
    clock: {
      now: () => new Date(),
      monotonicMs: () => performance.now(),
      sleep: async (_ms, signal) => {
        if (answers.length > 0) return;
        await new Promise((resolve) => signal?.addEventListener('abort', resolve));
      },
    },
    random: () => 0.5,
    log: { info: note('info'), warn: note('warn'), error: note('error') },
  });
  watch.start();
  await sleep(20);
  await watch.stop();
  expect(lines).toEqual([
    'warn asynchronous_standby',
    'warn fsync_off',
    'error durability check',
    'info asynchronous_standby',
  ]);
});
