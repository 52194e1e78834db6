import { connect } from 'node:net';
import { startSandbox, type Sandbox } from '../index.js';
import { BODY, post, type PostOptions } from '../testing/post.js';

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.reset());

interface ErrorBody {
  status: string;
  error: { code: string | null; title: string | null; message: string; log_url: string | null };
}

async function refusal(target: string, options: PostOptions) {
  const response = await post(sandbox, target, options);
  const { status, error } = (await response.json()) as ErrorBody;
  expect(status).toBe('error');
  expect(Object.keys(error)).toEqual(['code', 'title', 'message', 'log_url']);
  return { status: response.status, ...error };
}

describe('a request that Kombo would refuse', () => {
  it.each<[string, PostOptions, number, string]>([
    ['no key', { key: null }, 401, 'PLATFORM.AUTHENTICATION_INVALID'],
    ['a wrong key', { key: 'Bearer other' }, 401, 'PLATFORM.AUTHENTICATION_INVALID'],
    ['another scheme', { key: 'Basic sandbox-key' }, 401, 'PLATFORM.AUTHENTICATION_INVALID'],
    ['no integration', { integration: null }, 400, 'PLATFORM.INPUT_INVALID'],
    ['an unknown integration', { integration: 'a:b' }, 404, 'PLATFORM.INTEGRATION_NOT_FOUND'],
    ['no content type', { contentType: null }, 400, 'PLATFORM.INPUT_INVALID'],
    ['another content type', { contentType: 'text/plain' }, 400, 'PLATFORM.INPUT_INVALID'],
    ['no body', { body: '' }, 400, 'PLATFORM.INPUT_INVALID'],
    ['broken JSON', { body: '{"label":' }, 400, 'PLATFORM.INPUT_INVALID'],
    ['no object', { body: [] }, 400, 'PLATFORM.INPUT_INVALID'],
    ['a missing url', { body: { label: 'a' } }, 400, 'PLATFORM.INPUT_INVALID'],
    ['a relative url', { body: { ...BODY, url: '/a' } }, 400, 'PLATFORM.INPUT_INVALID'],
    [
      'a number as value',
      { body: { ...BODY, details: { ...BODY.details, attributes: [{ key: 'a', value: 1 }] } } },
      400,
      'PLATFORM.INPUT_INVALID',
    ],
  ])('%s', async (_what, options, status, code) => {
    const answer = await refusal('candidates/candidate-1', options);
    expect(answer).toMatchObject({ status, code });
    expect(sandbox.received()).toEqual([
      expect.objectContaining({ wasWritten: false, answer: expect.objectContaining({ code }) }),
    ]);
  });

  it('names at most ten faults, and never a value', async () => {
    const attributes = Array.from({ length: 50 }, () => ({ key: 'secret', value: 12345 }));
    const body = { ...BODY, details: { custom_field_name_prefix: 'a', attributes } };
    const { message } = await refusal('candidates/candidate-1', { body });
    expect(message.split(';')).toHaveLength(10);
    expect(message).not.toMatch(/secret|12345/);
  });

  it('a body over 10 MiB', async () => {
    const body = JSON.stringify({ ...BODY, label: 'x'.repeat(10 * 1024 * 1024) });
    const answer = await refusal('candidates/candidate-1', { body });
    expect(answer).toMatchObject({ status: 413, code: null });
  });

  it.each([
    ['GET', '/v1/ats/candidates/candidate-1/result-links'],
    ['POST', '/v1/ats/candidates/candidate-1/result-links/'],
    ['POST', '/v1/ats/candidates//result-links'],
    ['POST', '/v1/ats/jobs/a/result-links'],
    ['POST', '/v1/ats/__proto__/a/result-links'],
    ['POST', '/v1/ats/candidates/%E0%A4%A/result-links'],
    ['POST', '/ats/candidates/candidate-1/result-links'],
    ['DELETE', '/v1/integrations/workday:sandbox-healthy'],
    ['GET', '/v1'],
    ['GET', '/'],
  ])('%s %s is no route', async (method, path) => {
    const response = await fetch(`${sandbox.origin}${path}`, { method });
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ status: 'error', error: { code: null } });
  });
});

it('does not fold dots in a path, as a client may not rely on it', async () => {
  const { hostname, port } = new URL(sandbox.origin);
  const status = await new Promise<string>((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => {
      socket.write('GET /v1/x/../check-api-key HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
    });
    socket.once('data', (data) => resolve(data.toString('latin1').slice(9, 12)));
    socket.once('error', reject);
  });
  expect(status).toBe('404');
});

it('takes percent-encoded ids', async () => {
  const response = await post(sandbox, 'candidates/candidate%2D1%7E%C3%A9');
  expect(response.status).toBe(200);
  expect(sandbox.received()[0]?.target.id).toBe('candidate-1~é');
});
