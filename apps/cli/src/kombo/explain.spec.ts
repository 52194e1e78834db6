import { KomboApiError, KomboConnectionError, KomboHttpError } from '@result-links/kombo-client';
import { DO_NOT_REPEAT, explainRead, explainWrite } from './explain.js';

const apiError = (code: string) =>
  new KomboApiError({
    message: 'short',
    code,
    komboMessage: 'What Kombo said.',
    title: 'Title',
    logUrl: 'https://app.kombo.dev/logs/1',
    httpStatus: 400,
    requestSent: 'yes',
    hasErrorEnvelope: true,
    durationMs: 1,
  });

const connectionError = (kind: 'refused' | 'timeout' | 'aborted', requestSent: 'no' | 'maybe') =>
  new KomboConnectionError({ message: 'no answer', kind, requestSent, durationMs: 1 });

describe('explainWrite', () => {
  it.each([
    ['PLATFORM.INPUT_INVALID', 'rejected'],
    ['INTEGRATION.ACTION_DISABLED', 'rejected'],
    ['PLATFORM.INTEGRATION_NOT_FOUND', 'usage'],
    ['PLATFORM.TASK_TIMED_OUT', 'unknown'],
    ['PLATFORM.UNKNOWN_ERROR', 'unknown'],
    ['PLATFORM.RATE_LIMIT_EXCEEDED', 'later'],
    ['REMOTE.SERVICE_UNAVAILABLE', 'later'],
    ['INTEGRATION.INACTIVE', 'broken'],
    ['PLATFORM.AUTHENTICATION_INVALID', 'broken'],
  ])('%s ends as %s', (code, exit) => {
    expect(explainWrite(apiError(code)).exit).toBe(exit);
  });

  it("passes on Kombo's words and what to do", () => {
    const error = explainWrite(apiError('INTEGRATION.INACTIVE'));

    expect(error.message).toBe('What Kombo said.');
    expect(error.details).toMatchObject({
      outcome: 'integration_broken',
      kombo: {
        code: 'INTEGRATION.INACTIVE',
        title: 'Title',
        logUrl: 'https://app.kombo.dev/logs/1',
      },
    });
    expect(error.details.hint).toContain('Enable the integration');
  });

  it('warns of repeating only what may have been written', () => {
    expect(explainWrite(connectionError('timeout', 'maybe'))).toMatchObject({
      exit: 'unknown',
      details: { hint: DO_NOT_REPEAT },
    });
    const refused = explainWrite(connectionError('refused', 'no'));
    expect(refused.exit).toBe('later');
    expect(refused.details.hint).not.toContain('may or may not');
  });

  it('goes by the status when there is no code', () => {
    const html = new KomboHttpError({
      message: 'Kombo answered HTTP 502',
      httpStatus: 502,
      requestSent: 'yes',
      durationMs: 1,
    });

    expect(explainWrite(html)).toMatchObject({
      exit: 'unknown',
      message: 'Kombo answered HTTP 502',
    });
  });

  it('tells an interruption before the request from one after it', () => {
    expect(explainWrite(connectionError('aborted', 'no'))).toMatchObject({
      exit: 'interrupted',
      message: expect.stringContaining('Nothing was written'),
    });
    expect(explainWrite(connectionError('aborted', 'maybe'))).toMatchObject({
      exit: 'interrupted',
      message: expect.stringContaining('already out'),
      details: { outcome: 'unknown', hint: DO_NOT_REPEAT },
    });
  });
});

describe('explainRead', () => {
  it('never speaks of an unknown fate', () => {
    expect(explainRead(connectionError('timeout', 'maybe'))).toMatchObject({ exit: 'later' });
    expect(explainRead(apiError('PLATFORM.UNKNOWN_ERROR')).details).not.toHaveProperty('outcome');
  });

  it('ends as broken with a wrong key', () => {
    expect(explainRead(apiError('PLATFORM.AUTHENTICATION_INVALID')).exit).toBe('broken');
  });
});
