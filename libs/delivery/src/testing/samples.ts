import type { Outcome } from '@result-links/kombo-client';
import type { Attempt, Delivery } from '../model.js';

/** Every outcome, in the order of the policy. */
export const OUTCOMES: Outcome[] = [
  'delivered',
  'rejected',
  'throttled',
  'unavailable',
  'integration_broken',
  'account_broken',
  'unknown',
];

/** When the samples happen. */
export const NOW = new Date('2026-01-01T12:00:00Z');

/** A delivery under way on its first attempt. */
export function aDelivery(over: Partial<Delivery> = {}): Delivery {
  return {
    id: '019b76da-a800-7000-8000-000000000001',
    accountId: 'default',
    integrationId: 'workday:1',
    target: { type: 'candidate', id: 'c1' },
    body: { label: 'Result', url: 'https://example.com/1' },
    contentHash: 'a'.repeat(64),
    idempotencyKey: null,
    state: 'delivering',
    attemptCount: 1,
    countedAttempts: 0,
    throttledInARow: 0,
    nextAttemptAt: null,
    lastOutcome: null,
    lastDetails: null,
    warnings: [],
    acceptedAt: NOW,
    updatedAt: NOW,
    ...over,
  };
}

/** An attempt under way, the first. */
export function anAttempt(over: Partial<Attempt> = {}): Attempt {
  return {
    ...{ deliveryId: aDelivery().id, number: 1, workerId: 'worker-1', startedAt: NOW },
    ...{ finishedAt: null, outcome: null, details: null, warnings: [] },
    ...over,
  };
}
