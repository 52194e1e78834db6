import type { Delivery } from '@result-links/delivery';
import { DatabaseUnavailableError, type Engine } from '@result-links/engine';
import { ResultLinksService, type Submission } from './result-links.service.js';

const DELIVERY = {
  id: '01a20981-f14c-76bb-bf49-37df831a4119',
  state: 'queued',
  acceptedAt: new Date(),
  updatedAt: new Date(),
  target: { type: 'candidate', id: 'c' },
  lastDetails: null,
  warnings: [],
} as unknown as Delivery;
const SUBMISSION: Submission = {
  accountId: 'default',
  integrationId: 'a:b',
  target: { type: 'candidate', id: 'c' },
  body: { label: 'L', url: 'https://a.example' },
  preferences: { idempotencyKey: null, waitMs: 10_000, isAsync: false, applied: 'wait=10' },
  callerGone: new AbortController().signal,
};

/** The service on an engine that keeps the link and then fails. */
function serviceThatMeets(error: Error): ResultLinksService {
  return new ResultLinksService({
    deliveries: { accept: async () => ({ kind: 'accepted', delivery: DELIVERY }) },
    waiter: { wait: () => Promise.reject(error) },
    dedupeWindowMs: 0,
  } as unknown as Engine);
}

it('answers 202 with the id when the database goes away after the link was kept', async () => {
  const service = serviceThatMeets(new DatabaseUnavailableError(new Error('gone')));
  expect(await service.submit(SUBMISSION)).toMatchObject({
    status: 202,
    headers: { 'X-Delivery-Id': DELIVERY.id, 'Preference-Applied': 'wait=10' },
    body: { status: 'accepted', data: { id: DELIVERY.id } },
  });
});

it('hides no other error of the wait', async () => {
  await expect(serviceThatMeets(new Error('a bug')).submit(SUBMISSION)).rejects.toThrow('a bug');
});
