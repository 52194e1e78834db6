import { KOMBO_ERROR_CODES } from '@result-links/contracts';
import { KomboApiError, KomboError, KomboHttpError, KomboRateLimitError } from './errors.js';
import { retryAfterMs } from './http/retry-after.js';
import { OUTCOME_BY_CODE } from './outcome-policy.js';
import {
  CANDIDATE_LINK,
  clientFor,
  closeClients,
  errorBody,
  rejectionOf,
  SUCCESS,
} from './testing/fixtures.js';
import { answering, closeServers, startServer } from './testing/test-server.js';

afterEach(async () => {
  closeClients();
  await closeServers();
});

async function errorOf(status: number, body = '', headers: Record<string, string> = {}) {
  const server = await startServer(answering(status, body, headers));
  const client = clientFor(server.baseUrl, { maxResponseBytes: 1_000_000 });
  const error = await rejectionOf(client.addCandidateResultLink(CANDIDATE_LINK));
  expect(error).toBeInstanceOf(KomboError);
  expect(error.requestSent).toBe('yes');
  expect(server.seen).toHaveLength(1); // never repeated
  return error;
}

describe("Kombo's error envelope", () => {
  it.each(KOMBO_ERROR_CODES)('%s has its outcome with any status', async (code) => {
    for (const status of [200, 400, 409, 429, 503]) {
      const error = await errorOf(status, errorBody(code));
      const { outcome, advice } = OUTCOME_BY_CODE[code];
      expect(error).toMatchObject({ code, httpStatus: status, outcome, advice });
      expect(error).toBeInstanceOf(outcome === 'throttled' ? KomboRateLimitError : KomboApiError);
    }
  });

  it('is carried whole', async () => {
    const headers = { 'Concurrency-Limit': '30', 'ratelimit-reset': '57' };
    const error = await errorOf(400, errorBody('REMOTE.INPUT_INVALID', 'No such field.'), headers);
    expect(error).toMatchObject({
      name: 'KomboApiError',
      title: 'A title',
      komboMessage: 'No such field.',
      logUrl: 'https://app.kombo.dev/acme/logs?interactionId=1',
      limits: { concurrencyLimit: 30, rateResetSeconds: 57 },
      durationMs: expect.any(Number),
      message: 'Kombo answered REMOTE.INPUT_INVALID (HTTP 400): No such field.',
    });
  });

  it.each([
    [429, 'throttled', KomboRateLimitError],
    [400, 'rejected', KomboApiError],
    [500, 'unknown', KomboApiError],
  ] as const)('with an unknown code and HTTP %i is %s', async (status, outcome, type) => {
    const error = await errorOf(status, errorBody('ATS.BRAND_NEW'));
    expect(error).toBeInstanceOf(type);
    expect(error).toMatchObject({ code: 'ATS.BRAND_NEW', outcome });
  });

  it.each([
    [200, 'unknown'],
    [400, 'rejected'],
    [500, 'unknown'],
    [503, 'unknown'],
  ] as const)('without a code goes by HTTP %i: %s', async (status, outcome) => {
    const error = await errorOf(status, errorBody(null));
    expect(error).toBeInstanceOf(KomboHttpError);
    expect(error).toMatchObject({ code: null, outcome, komboMessage: 'It went wrong.' });
  });

  it.each([
    '{"status":"error"}',
    '{"status":"error","error":null}',
    '{"status":"error","error":"x"}',
    '{"status":"error","error":[]}',
    '{"status":"error","error":{"code":5,"title":{},"message":[],"log_url":false}}',
    '{"status":"error","error":{"code":""}}',
  ])('may be broken: %s', async (body) => {
    expect(await errorOf(400, body)).toMatchObject({
      name: 'KomboHttpError',
      code: null,
      title: null,
      komboMessage: null,
      logUrl: null,
      outcome: 'rejected',
    });
  });
});

describe('an answer that is not in the form of Kombo', () => {
  const ODD_BODIES = {
    empty: '',
    HTML: '<html>\n<head><title>Bad Gateway</title></head></html>',
    'plain text': 'upstream connect error',
    'malformed JSON': '{"status":"error","error":{"code":"PLATFORM.INPU',
    'JSON null': 'null',
    'a JSON string': '"error"',
    'a JSON array': '[{"error":1}]',
    'the shape of a web framework': '{"statusCode":500,"error":"Internal Server Error"}',
    "the shape of a cloud's load balancer": '{"error":{"code":503,"message":"x","status":"X"}}',
    'the form of a success': SUCCESS,
    'deep nesting': '['.repeat(200_000),
    'too much': 'x'.repeat(2_000_000),
  };

  it.each(Object.entries(ODD_BODIES))('is judged by its status: %s', async (_name, body) => {
    for (const [status, outcome] of [
      [404, 'rejected'],
      [401, 'account_broken'],
      [403, 'rejected'],
      [500, 'unknown'],
      [502, 'unknown'],
      [503, 'unavailable'],
      [504, 'unknown'],
    ] as const) {
      const error = await errorOf(status, body);
      expect(error).toBeInstanceOf(KomboHttpError);
      expect(error).toMatchObject({ code: null, httpStatus: status, outcome, komboMessage: null });
      expect(error.message).toContain(String(status));
      expect(error.message).not.toMatch(/[\r\n]/);
      expect(error.message.length).toBeLessThan(300);
    }
  });

  it('is throttled by a bare 429', async () => {
    const error = await errorOf(429, 'slow down', { 'Retry-After': '3' });
    expect(error).toBeInstanceOf(KomboRateLimitError);
    expect(error).toMatchObject({ code: null, outcome: 'throttled', retryAfterMs: 3000 });
  });
});

it.each([301, 302, 303, 307, 308])('does not follow HTTP %i', async (status) => {
  const other = await startServer(answering(200, SUCCESS));
  const error = await errorOf(status, '', { Location: `${other.baseUrl}/elsewhere` });
  expect(error).toMatchObject({ name: 'KomboHttpError', httpStatus: status, outcome: 'rejected' });
  expect(error.advice).toContain('base URL');
  expect(other.connections()).toBe(0);
});

describe('the wait of a throttled answer', () => {
  const DAY_MS = 86_400_000;

  it.each([
    [{ 'Retry-After': '2', 'ratelimit-remaining': '298', 'ratelimit-reset': '57' }, 2000],
    [{ 'Retry-After': '2', 'ratelimit-reset': '57' }, 57_000],
    [{ 'Retry-After': '90', 'ratelimit-reset': '57' }, 90_000],
    [{ 'ratelimit-reset': '57' }, 57_000],
    [{ 'ratelimit-reset': '57', 'ratelimit-remaining': '0' }, 57_000],
    [{ 'ratelimit-reset': '57', 'ratelimit-remaining': '298' }, undefined],
    [{ 'Retry-After': 'soon' }, undefined],
    [{ 'Retry-After': '0' }, undefined],
    [{ 'Retry-After': '-5' }, undefined],
    [{ 'Retry-After': 'Sun, 06 Nov 1994 08:49:37 GMT' }, undefined],
    [{ 'Retry-After': '0', 'ratelimit-reset': '3' }, 3000],
    [{ 'Retry-After': '99999999999' }, DAY_MS],
    [{ 'ratelimit-reset': '99999999999' }, DAY_MS],
    [{ 'Retry-After': 'Fri, 31 Dec 2100 23:59:59 GMT' }, DAY_MS],
    [{}, undefined],
  ])('with %j is %p ms', async (headers, expected) => {
    const body = errorBody('PLATFORM.CONCURRENCY_LIMIT_EXCEEDED');
    const error = (await errorOf(
      429,
      body,
      headers as Record<string, string>,
    )) as KomboRateLimitError;
    expect(error.retryAfterMs).toBe(expected);
    expect(retryAfterMs(error.limits)).toBe(expected);
  });

  it('is measured with the clock of the client when the answer has no date', async () => {
    const server = await startServer((response) => {
      response.sendDate = false;
      response.writeHead(429, { 'Retry-After': 'Mon, 23 Nov 2026 12:00:30 GMT' }).end();
    });
    const client = clientFor(server.baseUrl, { now: () => Date.UTC(2026, 10, 23, 12, 0, 0) });
    const error = await rejectionOf(client.addCandidateResultLink(CANDIDATE_LINK));
    expect(error).toMatchObject({ retryAfterMs: 30_000 });
  });
});
