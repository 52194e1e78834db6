import type { Delivery } from '@result-links/contracts';
import { CliError } from '../../../errors.js';
import { aDelivery } from '../../../testing/delivery.js';
import { changeLine, exitOfEnded } from './change-line.js';
import { follow, type News } from './follow.js';
import { createStyle } from '../../../output/style.js';

const away = () => new CliError('later', 'The API cannot be reached.', { reason: 'no_answer' });
type Look = Partial<Delivery> | Error;

/** Follows deliveries whose looks are given; the last one stays. */
async function run(looks: Record<string, Look[]>) {
  const pauses: number[] = [];
  const told: News[] = [];
  const news = follow(Object.keys(looks), {
    look: async (id) => {
      const left = looks[id] ?? [];
      const now = left.length > 1 ? left.shift() : left[0];
      if (now instanceof Error) throw now;
      return aDelivery({ id, ...now });
    },
    pause: async (ms) => void pauses.push(ms),
  });
  let next = await news.next();
  for (; next.done !== true; next = await news.next()) told.push(next.value);
  const states = told.map((item) =>
    'trouble' in item ? item.trouble.message : `${item.delivery.id} ${item.delivery.state}`,
  );
  return { states, pauses, ended: next.value };
}

describe('follow', () => {
  it('tells where each stands and every change, until all are ended', async () => {
    const { states, ended } = await run({
      a: [{ state: 'queued' }, { state: 'delivering', attempt_count: 1 }, { state: 'delivered' }],
      b: [{ state: 'failed' }],
    });

    expect(states).toEqual(['a queued', 'b failed', 'a delivering', 'a delivered']);
    expect(ended.map(({ state }) => state)).toEqual(['delivered', 'failed']);
  });

  it('tells another attempt and another time, but not what nobody can see', async () => {
    const { states } = await run({
      a: [
        { state: 'retrying', attempt_count: 1, next_attempt_at: '2026-11-23T10:00:05Z' },
        {
          state: 'retrying',
          attempt_count: 1,
          next_attempt_at: '2026-11-23T10:00:05Z',
          updated_at: 'x',
        },
        { state: 'retrying', attempt_count: 2, next_attempt_at: '2026-11-23T10:00:30Z' },
        { state: 'cancelled' },
      ],
    });

    expect(states).toEqual(['a retrying', 'a retrying', 'a cancelled']);
  });

  it('goes on with a parked one', async () => {
    expect((await run({ a: [{ state: 'parked' }, { state: 'delivered' }] })).states).toEqual([
      'a parked',
      'a delivered',
    ]);
  });

  it('looks less often while nothing happens, and often again when something has', async () => {
    const same = Array<Look>(8).fill({ state: 'queued' });
    const { pauses } = await run({ a: [...same, { state: 'delivering' }, { state: 'delivered' }] });

    expect(pauses.slice(0, 3)).toEqual([500, 750, 1125]);
    expect(Math.max(...pauses)).toBe(5_000);
    expect(pauses.at(-1)).toBe(500);
  });

  it('gives the API time when there are many', async () => {
    const many = Array.from({ length: 200 }, (_, index): [string, Look[]] => [
      `d${index}`,
      [{ state: 'queued' }, { state: 'delivered' }],
    ]);

    expect((await run(Object.fromEntries(many))).pauses).toEqual([10_000]);
  });

  it('survives an API that is away for a while, and says so once', async () => {
    const { states } = await run({
      a: [{ state: 'queued' }, away(), away(), { state: 'delivered' }],
    });

    expect(states).toEqual(['a queued', 'The API cannot be reached.', 'a delivered']);
  });

  it('gives up when it stays away', async () => {
    await expect(run({ a: [away()] })).rejects.toMatchObject({ exit: 'later' });
  });

  it('gives up at once for anything else', async () => {
    const missing = new CliError('usage', 'no such delivery', { reason: 'delivery_not_found' });

    await expect(run({ a: [missing] })).rejects.toBe(missing);
  });
});

describe('a followed delivery', () => {
  it.each([
    [{ state: 'delivered' }, 'ok'],
    [{ state: 'unknown' }, 'unknown'],
    [{ state: 'cancelled' }, 'rejected'],
    [{ state: 'failed', last_outcome: 'rejected' }, 'rejected'],
    [{ state: 'failed', last_outcome: 'unavailable' }, 'rejected'],
    [{ state: 'failed', last_outcome: 'integration_broken' }, 'broken'],
  ] as const)('%j ends the command as %s', (delivery, exit) => {
    expect(exitOfEnded(aDelivery(delivery))).toBe(exit);
  });

  it('is one line', () => {
    const delivery = aDelivery({
      state: 'retrying',
      attempt_count: 2,
      next_attempt_at: '2026-11-23T10:00:30.000Z',
    });

    expect(changeLine(delivery, createStyle(false))).toBe(
      '2026-11-23 10:00:00Z  019ab3c4-5d6e-7f80-9a1b-2c3d4e5f6071  retrying    try 2, next try 2026-11-23 10:00:30Z',
    );
  });
});
