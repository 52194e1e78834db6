import { firstPace } from '@result-links/delivery';
import { shareSlots, type Claimant } from './share-slots.js';

const now = new Date('2026-01-01T12:00:00Z');
const claimant = (group: string, given: Partial<Claimant> = {}): Claimant => ({
  group,
  pace: firstPace(),
  inFlight: 0,
  callsHere: 0,
  dueCount: 100,
  firstDueAt: now,
  ...given,
});
const shared = (
  claimants: Claimant[],
  slots: number,
  rate?: { ratePerSecond: number; burst: number },
) =>
  Object.fromEntries(
    shareSlots(
      claimants.map((each) => ({ ...each, rate })),
      { slots, places: 4_096, free: 4_096 },
      now,
    ),
  );

it('gives the only slot to the integration with the fewest attempts in flight', () => {
  expect(shared([claimant('busy', { inFlight: 3 }), claimant('idle')], 1)).toEqual({ idle: 1 });
});

it('gives it to the one that has waited longest where several have as few', () => {
  const early = new Date(now.getTime() - 1);
  expect(shared([claimant('a'), claimant('b', { firstDueAt: early })], 1)).toEqual({ b: 1 });
});

it('fills up evenly, and gives what one does not need to the others', () => {
  expect(shared([claimant('a'), claimant('b', { dueCount: 1 }), claimant('c')], 7)).toEqual({
    a: 3,
    b: 1,
    c: 3,
  });
});

it('stays within the window of each', () => {
  const pace = { ...firstPace(), window: 4 };
  expect(shared([claimant('a', { pace, inFlight: 2 })], 10)).toEqual({ a: 2 });
  expect(shared([claimant('a', { pace, inFlight: 4 })], 10)).toEqual({});
});

it('stays within a rate, counting what it gives itself', () => {
  expect(shared([claimant('a')], 10, { ratePerSecond: 1, burst: 3 })).toEqual({ a: 3 });
});

it('gives nothing to integrations that are blocked or have nothing due', () => {
  const pace = { ...firstPace(), blockedUntil: new Date(now.getTime() + 1_000) };
  expect(shared([claimant('a', { pace }), claimant('b', { dueCount: 0 })], 5)).toEqual({});
});

it('leaves its input as it was', () => {
  const input = claimant('a');
  shareSlots([input], { slots: 5, places: 5, free: 5 }, now);
  expect(input).toEqual(claimant('a'));
});

describe('the share of an integration in the process', () => {
  const pace = { ...firstPace(), window: 30 };
  const sharedIn = (free: number, claimants: Claimant[]) =>
    Object.fromEntries(shareSlots(claimants, { slots: 16, places: 100, free }, now));

  it('shrinks as places fill', () => {
    const claimants = [claimant('slow', { pace, callsHere: 20, inFlight: 20 })];
    expect(sharedIn(80, claimants)).toEqual({ slow: 10 });
    expect(sharedIn(30, claimants)).toEqual({ slow: 5 });
    expect(sharedIn(20, claimants)).toEqual({});
  });

  it('is one call as long as any place is free', () => {
    const claimants = [
      claimant('slow', { pace, callsHere: 1, inFlight: 1 }),
      claimant('a', { pace }),
      claimant('b', { pace }),
    ];
    expect(sharedIn(1, claimants)).toEqual({ a: 1 });
    expect(sharedIn(2, claimants)).toEqual({ a: 1, b: 1 });
    expect(sharedIn(0, claimants)).toEqual({});
  });
});
