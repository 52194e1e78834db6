import type { Attempt, ClosedAttempt, Delivery } from './model.js';
import type { FinishInput } from './ports.js';
import { closedAfterErasure } from './privacy/erasing.js';
import { isAllowed, type DeliveryState } from './states.js';

/**
 * What closing an attempt makes of it and of its delivery: the one rule for the answer that comes in time,
 * for the second try of a commit whose answer was lost, for the recovery of a dead worker's attempt, and
 * for the answer that comes after such a recovery.
 *
 * - An open attempt takes the result, its delivery the transition.
 * - A closed one changes only if it was recorded as `unknown` and the answer is known after all:
 *   - `delivered` makes the delivery delivered, whatever it was; while another attempt is under way, as soon
 *     as that has ended.
 *   - Anything else says that nothing was written: the delivery follows the transition if it still is
 *     `unknown` because of this attempt.
 * - Of a delivery that was erased meanwhile, no texts are kept and nothing is sent again.
 *
 * @param isHeld whether the integration is parked or the account paused: `retrying` becomes `parked`
 */
export function closeAttempt(
  delivery: Delivery,
  attempt: Attempt,
  input: Pick<FinishInput, 'result' | 'transition' | 'at'>,
  isHeld: boolean,
): ClosedAttempt {
  const closed = close(delivery, attempt, input, isHeld);
  return delivery.body === null && closed.attempt !== attempt ? closedAfterErasure(closed) : closed;
}

function close(
  delivery: Delivery,
  attempt: Attempt,
  input: Closing,
  isHeld: boolean,
): ClosedAttempt {
  if (attempt.finishedAt === null) {
    return {
      attempt: withResult(attempt, input),
      delivery: movedByAnswer(delivery, input, isHeld),
      wasOpen: true,
      hasEffect: true,
    };
  }
  if (attempt.outcome !== 'unknown' || input.result.outcome === 'unknown') {
    return { attempt, delivery, wasOpen: false, hasEffect: false };
  }
  const isStillItsFault = delivery.state === 'unknown' && attempt.number === delivery.attemptCount;
  return {
    attempt: withResult(attempt, input),
    delivery: movedByLateAnswer(delivery, input, isHeld, isStillItsFault),
    wasOpen: false,
    hasEffect: isStillItsFault,
  };
}

/**
 * The same end of an attempt, told by another clock: the waits that were decided stay as long as they are.
 * A store uses it with its own present, since the clocks of the workers may be wrong.
 */
export function rebased<T extends Pick<FinishInput, 'transition' | 'at'>>(input: T, now: Date): T {
  const shiftMs = now.getTime() - input.at.getTime();
  const shifted = (time: Date | null) => time && new Date(time.getTime() + shiftMs);
  const { transition } = input;
  return {
    ...input,
    transition: {
      ...transition,
      nextAttemptAt: shifted(transition.nextAttemptAt),
      probeAt: shifted(transition.probeAt),
    },
    at: now,
  };
}

type Closing = Pick<FinishInput, 'result' | 'transition' | 'at'>;

function movedByAnswer(delivery: Delivery, closing: Closing, isHeld: boolean): Delivery {
  const { result, transition, at } = closing;
  const counted = {
    ...delivery,
    countedAttempts: delivery.countedAttempts + (transition.counts ? 1 : 0),
    throttledInARow: result.outcome === 'throttled' ? delivery.throttledInARow + 1 : 0,
    updatedAt: at,
  };
  // An earlier attempt, taken for lost, has turned out to have been delivered while this one was under way.
  if (delivery.lastOutcome === 'delivered') {
    return { ...counted, state: 'delivered', nextAttemptAt: null };
  }
  return { ...counted, ...lastWord(closing), ...destination(closing, isHeld) };
}

function movedByLateAnswer(
  delivery: Delivery,
  closing: Closing,
  isHeld: boolean,
  isStillItsFault: boolean,
): Delivery {
  if (closing.result.outcome === 'delivered') {
    const known = { ...delivery, ...lastWord(closing), updatedAt: closing.at };
    return isAllowed(delivery.state, 'delivered') && delivery.state !== 'delivering'
      ? { ...known, state: 'delivered', nextAttemptAt: null }
      : known;
  }
  return isStillItsFault
    ? { ...delivery, ...lastWord(closing), ...destination(closing, isHeld), updatedAt: closing.at }
    : delivery;
}

function destination(
  { transition }: Closing,
  isHeld: boolean,
): { state: DeliveryState; nextAttemptAt: Date | null } {
  return transition.to === 'retrying' && isHeld
    ? { state: 'parked', nextAttemptAt: null }
    : { state: transition.to, nextAttemptAt: transition.nextAttemptAt };
}

function lastWord({ result }: Closing): Pick<Delivery, 'lastOutcome' | 'lastDetails' | 'warnings'> {
  return { lastOutcome: result.outcome, lastDetails: result.details, warnings: result.warnings };
}

function withResult(attempt: Attempt, { result, at }: Closing): Attempt {
  return {
    ...attempt,
    finishedAt: at,
    outcome: result.outcome,
    details: result.details,
    warnings: result.warnings,
  };
}
