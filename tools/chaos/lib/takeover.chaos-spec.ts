import { takeovers, type Orphan } from './takeover.ts';

const SECOND = 1_000;
const died = { pid: 1, startedAt: 0, readyAt: SECOND, endedAt: 10 * SECOND };
const survivor = { pid: 2, startedAt: 0, readyAt: SECOND, endedAt: null };

function orphan(closedAt: number): Orphan {
  return { id: 'd1#1', startedAt: 9 * SECOND, closedAt, pid: 1 };
}

it('measures from the death to the close', () => {
  expect(takeovers([orphan(26 * SECOND)], [died, survivor])).toEqual({
    sinceDeathMs: [16 * SECOND],
    sinceWitnessMs: [16 * SECOND],
    broken: [],
  });
});

it('finds one that stayed open although a process was there all the time', () => {
  const { broken } = takeovers([orphan(36 * SECOND)], [died, survivor]);
  expect(broken).toEqual(['d1#1 was taken up after 26 s only']);
});

it('does not blame processes that were killed themselves', () => {
  const lives = [
    died,
    { pid: 3, startedAt: 11 * SECOND, readyAt: 12 * SECOND, endedAt: 20 * SECOND },
    { pid: 4, startedAt: 21 * SECOND, readyAt: 22 * SECOND, endedAt: null },
  ];
  expect(takeovers([orphan(40 * SECOND)], lives)).toEqual({
    sinceDeathMs: [30 * SECOND],
    sinceWitnessMs: [18 * SECOND],
    broken: [],
  });
});

it('finds one whose process did not die', () => {
  const { broken } = takeovers([{ ...orphan(30 * SECOND), pid: 2 }], [died, survivor]);
  expect(broken).toEqual([expect.stringContaining('did not die')]);
});
