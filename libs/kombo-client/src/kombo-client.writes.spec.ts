import { closeServers, answering, startServer } from './testing/test-server.js';
import {
  API_KEY,
  APPLICATION_LINK,
  CANDIDATE_LINK,
  clientFor,
  closeClients,
  rejectionOf,
  SUCCESS,
} from './testing/fixtures.js';
import { KomboRequestError } from './errors.js';
import type { CandidateResultLink } from './kombo-client.js';

afterEach(async () => {
  closeClients();
  await closeServers();
});

describe('on the wire', () => {
  it("writes to the candidate's route with key, integration and body", async () => {
    const server = await startServer(answering(200, SUCCESS));
    await clientFor(server.baseUrl).addCandidateResultLink(CANDIDATE_LINK);

    expect(server.seen).toHaveLength(1);
    const [{ method, path, headers, body } = never()] = server.seen;
    expect(`${method} ${path}`).toBe(
      'POST /v1/ats/candidates/3kPq8TnVwXyZ5bRdHjMcLfGs/result-links',
    );
    expect(headers).toMatchObject({
      authorization: `Bearer ${API_KEY}`,
      'x-integration-id': CANDIDATE_LINK.x_integration_id,
      'content-type': 'application/json',
      accept: 'application/json',
      'user-agent': 'result-links-kombo-client',
      'content-length': String(Buffer.byteLength(body)),
    });
    expect(body).toBe(JSON.stringify(CANDIDATE_LINK.request_body));
  });

  it("writes to the application's route", async () => {
    const server = await startServer(answering(200, SUCCESS));
    const client = clientFor(`${server.baseUrl}/`, { userAgent: 'acme/1.0' });
    await client.addApplicationResultLink(APPLICATION_LINK);

    expect(server.seen[0]?.path).toBe('/v1/ats/applications/5uVwRtNmKjHgFdSaZxCvBnMq/result-links');
    expect(server.seen[0]?.headers['user-agent']).toBe('acme/1.0');
  });

  it.each([
    ['a/b', 'a%2Fb'],
    ['../x', '..%2Fx'],
    ['ü', '%C3%BC'],
    ['%2e', '%252e'],
    ['%2e%2e', '%252e%252e'],
    ['a b?c#d', 'a%20b%3Fc%23d'],
    ['...', '...'],
    ['😀', '%F0%9F%98%80'],
  ])('keeps the id %s one segment of the path', async (candidate_id, segment) => {
    const server = await startServer(answering(200, SUCCESS));
    await clientFor(server.baseUrl).addCandidateResultLink({ ...CANDIDATE_LINK, candidate_id });
    expect(server.seen[0]?.path).toBe(`/v1/ats/candidates/${segment}/result-links`);
  });

  it('keeps every character of the body', async () => {
    const label = 'שלום \u202e مرحبا 😀 \ud800 \u0000 "quoted" \\ \u2028';
    const request_body = {
      ...CANDIDATE_LINK.request_body,
      label,
      remote_fields: { brand_new: [1] },
    };
    const server = await startServer(answering(200, SUCCESS));
    await clientFor(server.baseUrl).addCandidateResultLink({
      ...CANDIDATE_LINK,
      request_body: request_body as CandidateResultLink['request_body'],
    });
    expect(server.seen[0]?.body).toBe(JSON.stringify(request_body));
    expect(JSON.parse(server.seen[0]?.body ?? '')).toEqual(request_body);
  });
});

describe('a success', () => {
  it('comes with warnings, limits and duration', async () => {
    const body = { status: 'success', data: {}, warnings: [{ message: 'a' }, {}, null, 'b', 5] };
    const headers = { 'Concurrency-Limit': '30', 'Concurrency-Remaining': '29' };
    const server = await startServer(answering(200, JSON.stringify(body), headers));
    const response = await clientFor(server.baseUrl).addCandidateResultLink(CANDIDATE_LINK);
    expect(response).toEqual({
      status: 200,
      data: { warnings: ['a', 'b'], isParsed: true },
      limits: { concurrencyLimit: 30, concurrencyRemaining: 29 },
      durationMs: expect.any(Number),
    });
  });

  it('may lack warnings', async () => {
    const server = await startServer(answering(200, '{"status":"success","data":{}}'));
    const { data } = await clientFor(server.baseUrl).addCandidateResultLink(CANDIDATE_LINK);
    expect(data).toEqual({ warnings: [], isParsed: true });
  });

  it.each([
    ['empty', 200, ''],
    ['white space', 200, ' \r\n'],
    ['no content', 204, ''],
    ['created', 201, 'created'],
    ['HTML', 200, '<!doctype html><title>Hello</title>'],
    ['malformed JSON', 200, '{"status":"succ'],
    ['JSON null', 200, 'null'],
    ['a JSON number', 200, '5'],
    ['a JSON array', 200, '[]'],
    ['JSON of another shape', 202, '{"ok":true}'],
    ['JSON nested too deep for a parser', 200, '['.repeat(200_000)],
    ['a body beyond the limit', 200, 'x'.repeat(3_000_000)],
    ['bytes that are no UTF-8', 200, '\xff\xfe\x00'],
  ])('is one with any body: %s', async (_name, status, body) => {
    const server = await startServer(answering(status, body));
    const client = clientFor(server.baseUrl, { maxResponseBytes: 1_000_000 });
    const response = await client.addCandidateResultLink(CANDIDATE_LINK);
    expect(response).toMatchObject({ status, data: { warnings: [], isParsed: false } });
  });

  it('keeps its limits when the body is beyond the limit', async () => {
    const server = await startServer(answering(200, 'x'.repeat(50), { 'Concurrency-Limit': '7' }));
    const client = clientFor(server.baseUrl, { maxResponseBytes: 10 });
    const { limits } = await client.addCandidateResultLink(CANDIDATE_LINK);
    expect(limits).toEqual({ concurrencyLimit: 7 });
  });
});

describe('a request that cannot be put on the wire', () => {
  const circular: Record<string, unknown> = {};
  circular['secretName'] = circular;

  it.each<[string, Record<string, unknown>]>([
    ['an empty id', { candidate_id: '' }],
    ['a blank id', { candidate_id: '  ' }],
    ['the id "."', { candidate_id: '.' }],
    ['the id ".."', { candidate_id: '..' }],
    ['a lone surrogate in the id', { candidate_id: 'a\ud800' }],
    ['no id', { candidate_id: undefined }],
    ['an integration id with a line break', { x_integration_id: 'a\r\nX-Evil: 1' }],
    ['an integration id that is not ASCII', { x_integration_id: 'wörkday:1' }],
    ['no integration id', { x_integration_id: undefined }],
    ['no body', { request_body: undefined }],
    ['a body that is a text', { request_body: '{}' }],
    ['a circular body', { request_body: circular }],
    ['a body with a BigInt', { request_body: { label: 1n } }],
  ])('is rejected unsent: %s', async (_name, change) => {
    const server = await startServer(answering(200, SUCCESS));
    const link = { ...CANDIDATE_LINK, ...change } as unknown as CandidateResultLink;
    const error = await rejectionOf(clientFor(server.baseUrl).addCandidateResultLink(link));
    expect(error).toBeInstanceOf(KomboRequestError);
    expect(error).toMatchObject({ outcome: 'rejected', requestSent: 'no', httpStatus: null });
    expect(error.message).not.toContain('secretName');
    expect(server.connections()).toBe(0);
  });

  it.each([0, -1, 1.5, Infinity, '5'])('refuses timeoutMs %p', async (timeoutMs) => {
    const call = clientFor('http://127.0.0.1:1/v1').addCandidateResultLink(CANDIDATE_LINK, {
      timeoutMs: timeoutMs as number,
    });
    await expect(call).rejects.toThrow(
      new TypeError('timeoutMs must be a whole number from 1 to 2147483647'),
    );
  });
});

function never(): never {
  throw new Error('no request was seen');
}
