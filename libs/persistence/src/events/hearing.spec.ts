import { setTimeout as sleep } from 'node:timers/promises';
import { Hearing } from './hearing.js';

function setUp(arrives: () => boolean) {
  const lines: string[] = [];
  const looks: boolean[] = [];
  const write = (_fields: unknown, text: string) => void lines.push(text);
  const hearing: Hearing = new Hearing({
    notify: async (test) => {
      if (arrives()) hearing.heard(test);
    },
    lookAgain: (accounts) => looks.push(accounts),
    log: { info: write, warn: write, error: write },
    patienceMs: 20,
  });
  return { hearing, lines, looks };
}

it('polls until the first notification arrives, and not after', async () => {
  const { hearing, looks, lines } = setUp(() => true);
  hearing.start();
  await sleep(600);
  expect(looks.length).toBeGreaterThan(0);
  await hearing.test();
  expect(hearing.isHearing).toBe(true);
  const before = looks.length;
  await sleep(1_100);
  expect(looks).toHaveLength(before);
  expect(lines).toEqual([]);
  hearing.stop();
});

it('says once that nothing arrives, polls, and says when that is over', async () => {
  let isDirect = false;
  const { hearing, looks, lines } = setUp(() => isDirect);
  hearing.start();
  await hearing.test();
  await hearing.test();
  expect(hearing.isHearing).toBe(false);
  expect(lines).toEqual([expect.stringContaining('DATABASE_DIRECT_URL')]);
  await sleep(2_300);
  // Accounts every fourth time.
  expect(looks.filter((accounts) => accounts).length).toBeGreaterThan(0);
  expect(looks.filter((accounts) => !accounts).length).toBeGreaterThan(1);
  isDirect = true;
  await hearing.test();
  expect(hearing.isHearing).toBe(true);
  expect(lines[1]).toBe('change notifications arrive again');
  hearing.stop();
});

it('does not take one that is late, or a lost connection, for a pooler', async () => {
  let tries = 0;
  const { hearing, lines } = setUp(() => (tries += 1) % 2 === 0);
  await hearing.test();
  expect(tries).toBe(2);
  expect(hearing.isHearing).toBe(true);
  tries = 0;
  const testing = hearing.test();
  hearing.lost();
  await testing;
  expect(hearing.isHearing).toBe(false);
  expect(lines).toEqual([]);
});
