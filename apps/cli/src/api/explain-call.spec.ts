import { ResultLinksApiError, ResultLinksNoAnswerError } from '@result-links/api-client';
import { caught } from '../testing/caught.js';
import { act, lookUp } from './explain-call.js';

const answer = (
  status: number,
  code: string | null,
  more: { reason?: string; deliveryId?: string; deliveryState?: string } = {},
) => new ResultLinksApiError('What it said.', { status, code, title: null, logUrl: null, ...more });
const failing = (error: Error) => () => Promise.reject(error);

describe('lookUp and act', () => {
  it('return what the call returns', async () => {
    expect(await lookUp(async () => 1)).toBe(1);
    expect(await act(async () => 2)).toBe(2);
  });

  it.each([
    [404, null, 'delivery_not_found', 'usage', 'usage'],
    [409, null, 'delivery_delivered', 'rejected', 'rejected'],
    [400, 'PLATFORM.INPUT_INVALID', 'request_invalid', 'usage', 'usage'],
    [401, 'PLATFORM.AUTHENTICATION_INVALID', 'api_key_wrong', 'broken', 'broken'],
    [401, 'PLATFORM.AUTHENTICATION_INVALID', 'account_broken', 'broken', 'broken'],
    [424, 'PLATFORM.AUTHENTICATION_INVALID', 'account_broken', 'broken', 'broken'],
    [424, null, 'account_broken', 'broken', 'broken'],
    [404, 'PLATFORM.INTEGRATION_NOT_FOUND', 'rejected', 'usage', 'usage'],
    [503, null, 'database_unavailable', 'later', 'later'],
    [429, 'PLATFORM.RATE_LIMIT_EXCEEDED', 'throttled', 'later', 'later'],
    [500, 'PLATFORM.UNKNOWN_ERROR', 'internal_error', 'later', 'unknown'],
    [502, null, undefined, 'later', 'unknown'],
    [200, null, undefined, 'later', 'unknown'],
  ])(
    '%i %s %s: a look-up ends as %s, an action as %s',
    async (status, code, reason, look, action) => {
      const error = answer(status, code, {
        ...(reason === undefined ? {} : { reason }),
        ...(status === 409 ? { deliveryId: 'd1', deliveryState: 'delivered' } : {}),
      });

      expect((await caught(() => lookUp(failing(error), 'd1'))).exit).toBe(look);
      expect((await caught(() => act(failing(error), 'd1'))).exit).toBe(action);
    },
  );

  it('name the delivery, and the way on from its state', async () => {
    const unknown = answer(409, null, {
      reason: 'delivery_unknown',
      deliveryId: 'd1',
      deliveryState: 'unknown',
    });
    const { details } = await caught(() => act(failing(unknown), 'd1'));

    expect(details.delivery).toEqual({ id: 'd1', state: 'unknown' });
    expect(details.hint).toContain('deliveries resolve d1');
    const missing = await caught(() => lookUp(failing(answer(404, null)), 'd2'));
    expect(missing.details.delivery).toEqual({ id: 'd2' });
  });

  it.each([
    ['ECONNREFUSED', false, 'later', 'later'],
    ['ECONNRESET', true, 'later', 'unknown'],
    ['ERR_CANCELED', true, 'interrupted', 'interrupted'],
  ])(
    '%s, sent %s: a look-up ends as %s, an action as %s',
    async (code, requestSent, look, action) => {
      const error = new ResultLinksNoAnswerError('why', { code, requestSent });

      expect((await caught(() => lookUp(failing(error)))).exit).toBe(look);
      expect((await caught(() => act(failing(error)))).exit).toBe(action);
    },
  );

  it('leave bugs alone', async () => {
    await expect(lookUp(failing(new TypeError('bug')))).rejects.toThrow(TypeError);
  });
});
