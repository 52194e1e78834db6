import type { Outcome } from '@result-links/kombo-client';
import { closeAttempt, rebased } from './close-attempt.js';
import { decide } from './decide.js';
import type { Attempt, Delivery } from './model.js';
import { DELIVERY_STATES, isAllowed, type DeliveryState } from './states.js';
import { resultOf } from './testing/inputs.js';
import { aDelivery, anAttempt, NOW, OUTCOMES } from './testing/samples.js';
import { later } from './waits.js';

const at = later(NOW, 500);

function close(
  outcome: Outcome,
  {
    delivery = aDelivery(),
    attempt = anAttempt(),
    isHeld = false,
    onUnknown = 'hold' as 'hold' | 'retry',
  } = {},
) {
  const result = resultOf(outcome);
  const transition = decide(result, delivery, { onUnknown }, { now: at, random: () => 0.5 });
  return closeAttempt(delivery, attempt, { result, transition, at }, isHeld);
}

const lost = anAttempt({
  finishedAt: NOW,
  outcome: 'unknown',
  details: resultOf('unknown').details,
});

describe('closing an attempt that is open', () => {
  it.each<[Outcome, DeliveryState]>([
    ['delivered', 'delivered'],
    ['rejected', 'failed'],
    ['throttled', 'retrying'],
    ['unavailable', 'retrying'],
    ['integration_broken', 'parked'],
    ['account_broken', 'parked'],
    ['unknown', 'unknown'],
  ])('%s makes the delivery %s', (outcome, state) => {
    const closed = close(outcome);
    expect(closed).toMatchObject({ wasOpen: true, hasEffect: true });
    expect(closed.attempt).toMatchObject({ outcome, finishedAt: at });
    expect(closed.delivery).toMatchObject({ state, lastOutcome: outcome, updatedAt: at });
  });

  it('counts by the transition, and throttles in a row', () => {
    const delivery = aDelivery({ countedAttempts: 2, throttledInARow: 3 });
    expect(close('throttled', { delivery }).delivery).toMatchObject({
      countedAttempts: 2,
      throttledInARow: 4,
    });
    expect(close('unavailable', { delivery }).delivery).toMatchObject({
      countedAttempts: 3,
      throttledInARow: 0,
    });
  });

  it('parks instead of retrying while the integration or account is held', () => {
    expect(close('throttled', { isHeld: true }).delivery).toMatchObject({
      ...{ state: 'parked', nextAttemptAt: null },
    });
    expect(close('delivered', { isHeld: true }).delivery.state).toBe('delivered');
  });
});

describe('closing an attempt that is closed', () => {
  const known = OUTCOMES.filter((outcome) => outcome !== 'unknown');
  it.each(known)('changes nothing when it was %s', (recorded) => {
    const attempt = { ...lost, outcome: recorded };
    const delivery = aDelivery({ state: 'retrying', nextAttemptAt: at, lastOutcome: recorded });
    for (const outcome of OUTCOMES) {
      expect(close(outcome, { delivery, attempt })).toEqual({
        ...{ delivery, attempt, wasOpen: false, hasEffect: false },
      });
    }
  });

  it('changes nothing when it was unknown and still is', () => {
    const delivery = aDelivery({ state: 'unknown', lastOutcome: 'unknown' });
    const closed = close('unknown', { delivery, attempt: lost, onUnknown: 'retry' });
    expect(closed).toEqual({ delivery, attempt: lost, wasOpen: false, hasEffect: false });
  });

  it.each(DELIVERY_STATES)('that was unknown and delivered after all: from %s', (state) => {
    const { delivery, attempt } = close('delivered', {
      delivery: aDelivery({ state }),
      attempt: lost,
    });
    expect(attempt.outcome).toBe('delivered');
    expect(delivery.lastOutcome).toBe('delivered');
    expect(delivery.state).toBe(state === 'delivering' ? 'delivering' : 'delivered');
  });

  it('is remembered while a second attempt is under way, whatever that one comes to', () => {
    const second = aDelivery({ attemptCount: 2 });
    const between = close('delivered', { delivery: second, attempt: lost }).delivery;
    expect(between.state).toBe('delivering');
    for (const outcome of OUTCOMES) {
      const closed = close(outcome, { delivery: between, attempt: anAttempt({ number: 2 }) });
      expect(closed.delivery).toMatchObject({ state: 'delivered', lastOutcome: 'delivered' });
      expect(closed.attempt.outcome).toBe(outcome);
    }
  });

  it.each<[Outcome, DeliveryState]>([
    ['rejected', 'failed'],
    ['throttled', 'retrying'],
    ['unavailable', 'retrying'],
    ['integration_broken', 'parked'],
  ])('that was unknown and %s after all: the delivery it left unknown is %s', (outcome, state) => {
    const delivery = aDelivery({ state: 'unknown', lastOutcome: 'unknown', countedAttempts: 1 });
    const closed = close(outcome, { delivery, attempt: lost });
    expect(closed.delivery).toMatchObject({ state, lastOutcome: outcome, countedAttempts: 1 });
    expect(closed).toMatchObject({ wasOpen: false, hasEffect: true });
    expect(isAllowed('unknown', state)).toBe(true);
  });

  it.each<[string, Delivery]>([
    ['a human has resolved it', aDelivery({ state: 'delivered' })],
    ['it is queued again', aDelivery({ state: 'queued' })],
    ['a later attempt is to blame', aDelivery({ state: 'unknown', attemptCount: 2 })],
  ])('that was unknown and rejected after all: only recorded when %s', (_name, delivery) => {
    const closed = close('rejected', { delivery, attempt: lost as Attempt });
    expect(closed.delivery).toEqual(delivery);
    expect(closed.attempt.outcome).toBe('rejected');
    expect(closed.hasEffect).toBe(false);
  });
});

describe('an end told by another clock', () => {
  it('keeps the waits as long as they were decided', () => {
    const result = resultOf('throttled', { limits: { retryAfterSeconds: 60 } });
    const wrong = later(NOW, -3_600_000);
    const delivery = aDelivery();
    const transition = decide(
      result,
      delivery,
      { onUnknown: 'hold' },
      { now: wrong, random: () => 0 },
    );
    const input = rebased({ result, transition, at: wrong }, NOW);
    expect(input.at).toEqual(NOW);
    expect(input.transition.nextAttemptAt).toEqual(later(NOW, 60_000));
    expect(input.transition.probeAt).toBeNull();
  });
});
