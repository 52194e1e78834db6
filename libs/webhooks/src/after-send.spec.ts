import { afterSend, THREE_DAYS_OF_RETRIES, type SendCircumstances } from './after-send.js';
import type { SendResult } from './send-webhook.js';

const now = new Date('2026-11-23T20:00:00Z');
const DAY_MS = 86_400_000;
const ago = (ms: number) => new Date(now.getTime() - ms);
const circumstances = (given: Partial<SendCircumstances> = {}): SendCircumstances => ({
  attemptNumber: 1,
  eventType: 'delivery.failed',
  failingSince: null,
  now,
  random: () => 0.5,
  ...given,
});
const answer = (httpStatus: number | null, retryAfterSeconds: number | null = null): SendResult => {
  const succeeded = httpStatus !== null && httpStatus >= 200 && httpStatus < 300;
  return { succeeded, httpStatus, error: succeeded ? null : 'no', retryAfterSeconds };
};
const waitOf = (result: SendResult, given?: Partial<SendCircumstances>) => {
  const { nextAttemptAt } = afterSend(result, circumstances(given));
  return nextAttemptAt && nextAttemptAt.getTime() - now.getTime();
};

it('is done after a 2xx', () => {
  expect(afterSend(answer(204), circumstances({ failingSince: ago(9 * DAY_MS) }))).toEqual({
    nextAttemptAt: null,
    disable: null,
  });
});

it.each([null, 301, 400, 401, 404, 429, 500, 503])('tries again after %s', (status) => {
  expect(waitOf(answer(status))).toBe(5_000);
});

it('waits longer each time, for three days, and gives up after the tenth attempt', () => {
  const waits = THREE_DAYS_OF_RETRIES.map((_wait, index) =>
    waitOf(answer(500), { attemptNumber: index + 1 }),
  );
  expect(waits).toEqual(THREE_DAYS_OF_RETRIES);
  expect([...waits].sort((a, b) => (a ?? 0) - (b ?? 0))).toEqual(waits);
  expect(waits.reduce<number>((sum, wait) => sum + (wait ?? 0), 0)).toBeGreaterThan(3 * DAY_MS);
  expect(waitOf(answer(500), { attemptNumber: 10 })).toBeNull();
});

it('spreads what failed together', () => {
  expect(waitOf(answer(500), { random: () => 0 })).toBe(4_000);
  expect(waitOf(answer(500), { random: () => 0.999 })).toBeGreaterThan(5_990);
});

it('waits as long as it is asked to, but no longer than a day', () => {
  expect(waitOf(answer(429, 90))).toBe(90_000);
  expect(waitOf(answer(503, 1))).toBe(5_000);
  expect(waitOf(answer(503, 999_999_999))).toBe(DAY_MS);
});

it('sends a test once', () => {
  expect(waitOf(answer(500), { eventType: 'webhook.test' })).toBeNull();
});

it('switches off at once what is gone, and after days what only fails', () => {
  expect(afterSend(answer(410), circumstances())).toEqual({ nextAttemptAt: null, disable: 'gone' });
  const after = (failingSince: Date, disableAfterMs?: number) =>
    afterSend(
      answer(500),
      circumstances({ failingSince, ...(disableAfterMs !== undefined && { disableAfterMs }) }),
    );
  expect(after(ago(4.9 * DAY_MS)).disable).toBeNull();
  expect(after(ago(5 * DAY_MS))).toMatchObject({
    disable: 'failing',
    nextAttemptAt: expect.any(Date),
  });
  expect(after(ago(2_000), 1_000).disable).toBe('failing');
});
