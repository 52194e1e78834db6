import { setTimeout as sleep } from 'node:timers/promises';
import { Retention } from './retention.js';

/** A store with so many deliveries to erase, and a clock that does not let anybody wait. */
function start(toErase: number, retentionMs: number | null = 1_000) {
  const calls: [number, number][] = [];
  const lines: unknown[] = [];
  const sleeps: number[] = [];
  const retention = new Retention({
    store: {
      eraseEnded: async (ms, limit) => {
        calls.push([ms, limit]);
        const count = Math.min(limit, toErase);
        toErase -= count;
        return count;
      },
    },
    retentionMs,
    clock: {
      now: () => new Date(),
      monotonicMs: () => performance.now(),
      sleep: async (ms, signal) => {
        sleeps.push(ms);
        if (ms < 1_000) return;
        await new Promise((resolve) => signal?.addEventListener('abort', resolve));
      },
    },
    random: () => 0.5,
    log: {
      info: (fields) => void lines.push(fields),
      warn: () => undefined,
      error: () => undefined,
    },
  });
  retention.start();
  return { retention, calls, lines, sleeps };
}

it('erases batch by batch with a pause between, then waits a minute', async () => {
  const { retention, calls, lines, sleeps } = start(450);
  await sleep(20);
  expect(calls).toEqual([
    [1_000, 200],
    [1_000, 200],
    [1_000, 200],
  ]);
  expect(sleeps).toEqual([100, 100, 60_000]);
  expect(lines).toEqual([{ deliveries: 450 }]);
  await retention.stop();
});

it('says nothing when there is nothing', async () => {
  const { retention, calls, lines } = start(0);
  await sleep(20);
  expect([calls.length, lines]).toEqual([1, []]);
  await retention.stop();
});

it('never erases when it is off, and stops all the same', async () => {
  const { retention, calls } = start(5, null);
  await sleep(20);
  expect(calls).toEqual([]);
  await retention.stop();
});
