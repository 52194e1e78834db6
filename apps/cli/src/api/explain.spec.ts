import { ResultLinksApiError, ResultLinksNoAnswerError } from '@result-links/api-client';
import { explainAnswer, explainSilence } from './explain.js';

const answer = (
  status: number,
  code: string | null,
  more: { deliveryId?: string; deliveryState?: string; reason?: string } = {},
) =>
  new ResultLinksApiError('What the API said.', {
    status,
    code,
    title: null,
    logUrl: null,
    ...more,
  });

describe('explainAnswer', () => {
  it.each([
    // The API took nothing.
    [400, 'PLATFORM.INPUT_INVALID', undefined, 'usage', 'rejected'],
    [401, 'PLATFORM.AUTHENTICATION_INVALID', undefined, 'broken', 'account_broken'],
    [404, null, undefined, 'usage', 'rejected'],
    [413, null, undefined, 'usage', 'rejected'],
    [307, null, undefined, 'usage', 'rejected'],
    [429, 'PLATFORM.RATE_LIMIT_EXCEEDED', undefined, 'later', 'throttled'],
    [503, null, undefined, 'later', 'unavailable'],
    [500, 'PLATFORM.UNKNOWN_ERROR', undefined, 'unknown', 'unknown'],
    [502, null, undefined, 'unknown', 'unknown'],
    [200, null, undefined, 'unknown', 'unknown'],
    // The API has it.
    [400, 'PLATFORM.INPUT_INVALID', 'failed', 'rejected', 'rejected'],
    [424, 'INTEGRATION.PERMISSION_MISSING', 'failed', 'rejected', 'rejected'],
    [424, 'INTEGRATION.AUTHENTICATION_INVALID', 'parked', 'broken', 'integration_broken'],
    [424, 'PLATFORM.AUTHENTICATION_INVALID', 'parked', 'broken', 'account_broken'],
    [403, 'INTEGRATION.PERMISSION_MISSING', 'failed', 'rejected', 'rejected'],
    [503, 'REMOTE.SERVICE_UNAVAILABLE', 'failed', 'rejected', 'rejected'],
    [409, 'INTEGRATION.INACTIVE', 'parked', 'broken', 'integration_broken'],
    [504, 'PLATFORM.TASK_TIMED_OUT', 'unknown', 'unknown', 'unknown'],
    [504, 'PLATFORM.TASK_TIMED_OUT', undefined, 'unknown', 'unknown'],
  ])('%i %s, delivery %s: ends as %s', async (status, code, deliveryState, exit, outcome) => {
    const delivery = deliveryState === undefined ? {} : { deliveryId: 'd1', deliveryState };
    const error = await explainAnswer(answer(status, code, delivery));

    expect(error.exit).toBe(exit);
    expect(error.details.outcome).toBe(outcome);
    expect(error.message).toBe('What the API said.');
  });

  it.each([
    // What the API says where Kombo gave no code that it could pass on.
    ['integration_broken', 409, 'parked', 'broken'],
    ['account_broken', 424, 'parked', 'broken'],
    ['rejected', 502, 'failed', 'rejected'],
    ['unavailable', 503, 'failed', 'rejected'],
    ['delivery_cancelled', 409, 'cancelled', 'rejected'],
  ])(
    'without a code, but with the reason %s (%i): ends as %3$s',
    async (reason, status, state, exit) => {
      const error = await explainAnswer(
        answer(status, null, { deliveryId: 'd1', deliveryState: state, reason }),
      );

      expect([error.exit, error.details.reason]).toEqual([exit, reason]);
    },
  );

  it('does not take the delivery of a reused key for its own', async () => {
    const error = await explainAnswer(
      answer(422, null, { deliveryId: 'd1', reason: 'idempotency_key_reused' }),
    );

    expect(error.exit).toBe('usage');
    expect(error.details.hint).toContain('Nothing was accepted');
  });

  it('says how to send a failed one again', async () => {
    const error = await explainAnswer(
      answer(400, 'REMOTE.INPUT_INVALID', { deliveryId: 'd1', deliveryState: 'failed' }),
    );

    expect(error.details.hint).toContain('result-links deliveries retry d1');
  });

  it('says that the API keeps a parked result link', async () => {
    const error = await explainAnswer(
      answer(409, 'INTEGRATION.INACTIVE', { deliveryId: 'd1', deliveryState: 'parked' }),
    );

    expect(error.details.delivery).toEqual({ id: 'd1', state: 'parked' });
    expect(error.details.hint).toContain('do not send it again');
  });

  it('warns when nobody knows', async () => {
    const error = await explainAnswer(
      answer(504, 'PLATFORM.TASK_TIMED_OUT', {
        deliveryId: 'd1',
        deliveryState: 'unknown',
        reason: 'outcome_unknown',
      }),
    );

    expect(error.details.reason).toBe('outcome_unknown');
    expect(error.details.hint).toContain('deliveries resolve d1 --delivered | --not-delivered');
  });
});

describe('explainSilence', () => {
  it.each([
    ['ECONNREFUSED', false, 'later', 'unavailable'],
    ['ECONNRESET', true, 'unknown', 'unknown'],
    ['ERR_CANCELED', true, 'interrupted', 'unknown'],
    ['ERR_CANCELED', false, 'interrupted', 'unavailable'],
  ])('%s, sent %s: ends as %s', (code, requestSent, exit, outcome) => {
    const error = explainSilence(new ResultLinksNoAnswerError('why', { code, requestSent }));

    expect(error.exit).toBe(exit);
    expect(error.details.outcome).toBe(outcome);
  });
});
