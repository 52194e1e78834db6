import { contentHash } from '../content-hash.js';
import { decide } from '../decide.js';
import type { AttemptResult, Delivery } from '../model.js';
import type { AcceptInput, FinishInput, StartedAttempt } from '../ports.js';

/** A request to accept; what matters for a test is given, the rest is filled in. */
export function acceptInput(
  given: Partial<AcceptInput> & { candidate?: string } = {},
): AcceptInput {
  const { candidate = 'candidate-1', ...overrides } = given;
  const input = {
    accountId: 'account-1',
    integrationId: 'sandbox:a',
    target: { type: 'candidate' as const, id: candidate },
    body: { label: 'Coding test', url: 'https://results.example/1' } as Delivery['body'] & object,
    idempotencyKey: null,
    dedupeWindowMs: 86_400_000,
    ...overrides,
  };
  return { contentHash: contentHash(input), ...input };
}

/** What an attempt came to. */
export function resultOf(
  outcome: AttemptResult['outcome'],
  given: { code?: string; limits?: AttemptResult['limits'] } = {},
): AttemptResult {
  return {
    outcome,
    details: {
      httpStatus: outcome === 'delivered' ? 200 : 500,
      code: given.code ?? null,
      title: null,
      message: `It was ${outcome}`,
      logUrl: null,
      requestSent: outcome === 'unknown' ? 'maybe' : 'yes',
    },
    warnings: [],
    limits: given.limits ?? {},
  };
}

/** The end of an attempt as the worker loop would tell it at `at`. */
export function finishInput(
  { delivery, attempt }: StartedAttempt,
  result: AttemptResult,
  policy: 'hold' | 'retry' = 'hold',
  at = new Date(),
): FinishInput {
  const dice = { now: at, random: () => 0.5 };
  return {
    deliveryId: delivery.id,
    attemptNumber: attempt.number,
    startedAt: attempt.startedAt,
    workerId: attempt.workerId,
    result,
    transition: decide(result, delivery, { onUnknown: policy }, dice),
    at,
  };
}

/** The only item of a list. */
export function only<T>(items: readonly T[]): T {
  if (items.length !== 1) throw new Error(`Expected one item, got ${items.length}`);
  return items[0] as T;
}
