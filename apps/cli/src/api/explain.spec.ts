import { ResultLinksApiError, ResultLinksNoAnswerError } from '@result-links/api-client';
import { DO_NOT_REPEAT } from '../kombo/explain.js';
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
    [403, 'INTEGRATION.PERMISSION_MISSING', 'failed', 'rejected', 'rejected'],
    [503, 'REMOTE.SERVICE_UNAVAILABLE', 'failed', 'rejected', 'rejected'],
    [409, 'INTEGRATION.INACTIVE', 'parked', 'broken', 'integration_broken'],
    [504, 'PLATFORM.TASK_TIMED_OUT', 'unknown', 'unknown', 'unknown'],
    [504, 'PLATFORM.TASK_TIMED_OUT', undefined, 'unknown', 'unknown'],
  ])('%i %s, delivery %s: ends as %s', (status, code, deliveryState, exit, outcome) => {
    const delivery = deliveryState === undefined ? {} : { deliveryId: 'd1', deliveryState };
    const error = explainAnswer(answer(status, code, delivery));

    expect(error.exit).toBe(exit);
    expect(error.details.outcome).toBe(outcome);
    expect(error.message).toBe('What the API said.');
  });

  it('says that the API keeps a parked result link', () => {
    const error = explainAnswer(
      answer(409, 'INTEGRATION.INACTIVE', { deliveryId: 'd1', deliveryState: 'parked' }),
    );

    expect(error.details.delivery).toEqual({ id: 'd1', state: 'parked' });
    expect(error.details.hint).toContain('do not send it again');
  });

  it('warns when nobody knows', () => {
    const error = explainAnswer(
      answer(504, 'PLATFORM.TASK_TIMED_OUT', {
        deliveryId: 'd1',
        deliveryState: 'unknown',
        reason: 'outcome_unknown',
      }),
    );

    expect(error.details).toMatchObject({ reason: 'outcome_unknown', hint: DO_NOT_REPEAT });
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
