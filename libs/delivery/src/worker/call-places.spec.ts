import type { StartedAttempt } from '../ports.js';
import { CallPlaces } from './call-places.js';

const attempts = (count: number) =>
  Array.from({ length: count }, (_, number) => ({ attempt: { number } }) as StartedAttempt);

/** Fills all places, and ends `count` calls that took `callMs`. */
function busy(places: CallPlaces, { callMs, claimMs }: { callMs: number; claimMs: number }): void {
  places.add(attempts(places.room), claimMs);
  while (places.next());
  places.leave(callMs);
  places.add(attempts(1), claimMs);
  places.next();
}

it('lets as many call at once as there are places, in the order in which they were claimed', () => {
  const places = new CallPlaces(2);
  expect(places.room).toBe(2);
  places.add(attempts(3), 1);
  expect([places.next(), places.next(), places.next()].map((next) => next?.attempt.number)).toEqual(
    [0, 1, undefined],
  );
  expect(places.waiting).toHaveLength(1);
  places.leave(10);
  expect(places.next()?.attempt.number).toBe(2);
  expect(places.next()).toBeUndefined();
});

it('claims nothing ahead before it knows how long calls and claims take', () => {
  const places = new CallPlaces(20);
  places.add(attempts(20), 10);
  while (places.next());
  expect(places.room).toBe(0);
});

it.each([
  { callMs: 20, claimMs: 10, ahead: 10 },
  { callMs: 2_000, claimMs: 10, ahead: 0 },
  { callMs: 500, claimMs: 26, ahead: 1 },
  { callMs: 0, claimMs: 10, ahead: 20 },
])('claims as many ahead as calls end during a claim: %o', ({ callMs, claimMs, ahead }) => {
  const places = new CallPlaces(20);
  busy(places, { callMs, claimMs });
  expect(places.room).toBe(ahead);
  places.add(attempts(ahead), claimMs);
  expect(places.room).toBe(0);
});

it('follows calls that become slower, and then claims less ahead', () => {
  const places = new CallPlaces(10);
  busy(places, { callMs: 10, claimMs: 10 });
  expect(places.room).toBe(10);
  for (let ended = 0; ended < 50; ended += 1) {
    places.leave(1_000);
    places.add(attempts(1), 10);
    places.next();
  }
  expect(places.room).toBe(0);
});

it.each([-3_600_000, 3_600_000])('gets over a clock that was set by %d ms', (ms) => {
  const places = new CallPlaces(10);
  busy(places, { callMs: ms, claimMs: ms });
  expect(places.room).toBeGreaterThanOrEqual(0);
  expect(places.room).toBeLessThanOrEqual(10);
  for (let ended = 0; ended < 80; ended += 1) {
    places.leave(100);
    places.add(attempts(1), 10);
    places.next();
  }
  expect(places.room).toBe(1);
});

it('hands out those that wait for no place, once', () => {
  const places = new CallPlaces(1);
  places.add(attempts(3), 1);
  places.next();
  expect(places.takeWaiting()).toHaveLength(2);
  expect(places.takeWaiting()).toHaveLength(0);
  expect(places.waiting).toHaveLength(0);
});
