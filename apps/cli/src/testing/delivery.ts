import type { Delivery } from '@result-links/contracts';

/** A delivery that has just been accepted, unless a test says otherwise. */
export function aDelivery(overrides: Partial<Delivery> = {}): Delivery {
  return {
    id: '019ab3c4-5d6e-7f80-9a1b-2c3d4e5f6071',
    state: 'queued',
    integration_id: 'workday:abc',
    target: { type: 'candidate', id: 'c1' },
    attempt_count: 0,
    next_attempt_at: null,
    last_outcome: null,
    failure: null,
    warnings: [],
    idempotency_key: null,
    accepted_at: '2026-11-23T10:00:00.000Z',
    updated_at: '2026-11-23T10:00:00.000Z',
    ...overrides,
  };
}

/** What Kombo said when it did not take a result link. */
export const FAILURE: NonNullable<Delivery['failure']> = {
  code: 'REMOTE.INPUT_INVALID',
  http_status: 400,
  title: 'Remote input invalid',
  message: 'The ATS \u{1b}[31mrefused the input.',
  log_url: 'https://app.kombo.dev/log/1',
  advice: 'Correct it.',
};
