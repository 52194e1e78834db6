import type { RequestListener } from 'node:http';
import { answerError, answerJson, startFakeApi, type FakeApi } from './support/fake-api.js';
import { finish, runCli, STACK, startCli } from './support/run-cli.js';

const API_KEY = 'rl-e2e-secret-key';
const REQUEST = {
  x_integration_id: 'workday:abc',
  candidate_id: 'c/1',
  request_body: { label: 'Assessment result', url: 'https://example.com/results/42' },
};
const SUCCESS = { status: 'success', data: {}, warnings: [] };
const DELIVERY = { 'X-Delivery-Id': 'd-1', Location: '/v1/deliveries/d-1' };

describe('send, through the API', () => {
  let api: FakeApi | undefined;

  const send = async (answer: RequestListener, flags: string[] = [], path = '') => {
    api = await startFakeApi(answer);
    return runCli(['send', '--api-url', `${api.url}${path}`, '--file', '-', ...flags], {
      env: { RESULT_LINKS_API_KEY: API_KEY },
      stdin: JSON.stringify(REQUEST),
    });
  };
  const sendJson = async (answer: RequestListener) => {
    const { status, stdout } = await send(answer, ['--json']);
    return { status, data: JSON.parse(stdout) as Record<string, unknown> };
  };

  afterEach(async () => {
    await api?.close();
    api = undefined;
  });

  it.each(['', '/', '/v1', '/v1/'])('posts to the wire route, address with "%s"', async (path) => {
    const { status, stdout } = await send(answerJson(200, SUCCESS), [], path);

    expect(status).toBe(0);
    expect(stdout).toContain('Delivered:');
    expect(api?.received).toMatchObject([
      {
        method: 'POST',
        path: '/v1/ats/candidates/c%2F1/result-links',
        headers: { authorization: `Bearer ${API_KEY}`, 'x-integration-id': 'workday:abc' },
        body: REQUEST.request_body,
      },
    ]);
  });

  it('posts to the route of applications', async () => {
    await send(answerJson(200, SUCCESS), ['--application', 'a1']);

    expect(api?.received[0]?.path).toBe('/v1/ats/applications/a1/result-links');
  });

  it('names the delivery', async () => {
    const headers = { ...DELIVERY, 'X-Delivery-State': 'delivered' };

    expect(await sendJson(answerJson(200, SUCCESS, headers))).toEqual({
      status: 0,
      data: {
        status: 'success',
        outcome: 'delivered',
        via: 'api',
        x_integration_id: 'workday:abc',
        target: { type: 'candidate', id: 'c/1' },
        warnings: [],
        delivery: { id: 'd-1', state: 'delivered', location: '/v1/deliveries/d-1' },
      },
    });
  });

  it('tells accepted from delivered', async () => {
    const answer = answerJson(202, SUCCESS, { ...DELIVERY, 'X-Delivery-State': 'retrying' });
    const { status, stdout } = await send(answer);

    expect(status).toBe(0);
    expect(stdout).toContain('Accepted:');
    expect(stdout).toContain('not in the ATS yet');
    expect(stdout).toContain('d-1');
  });

  it.each<[string, RequestListener, number, string]>([
    ['refused input', answerError(400, 'PLATFORM.INPUT_INVALID'), 2, 'rejected'],
    ['a wrong key', answerError(401, 'PLATFORM.AUTHENTICATION_INVALID'), 6, 'account_broken'],
    ['a wrong address', answerError(404, null), 2, 'rejected'],
    ['a rate limit', answerError(429, 'PLATFORM.RATE_LIMIT_EXCEEDED'), 5, 'throttled'],
    ['a database that is down', answerError(503, null), 5, 'unavailable'],
    ['a bug of the API', answerError(500, 'PLATFORM.UNKNOWN_ERROR'), 4, 'unknown'],
    [
      'a failed delivery',
      answerError(400, 'REMOTE.INPUT_INVALID', { ...DELIVERY, 'X-Delivery-State': 'failed' }),
      3,
      'rejected',
    ],
    [
      'a parked delivery',
      answerError(409, 'INTEGRATION.INACTIVE', { ...DELIVERY, 'X-Delivery-State': 'parked' }),
      6,
      'integration_broken',
    ],
    [
      'a delivery of unknown fate',
      answerError(504, 'PLATFORM.TASK_TIMED_OUT', { ...DELIVERY, 'X-Delivery-State': 'unknown' }),
      4,
      'unknown',
    ],
    ['the page of another server', (_q, response) => response.end('<html>'), 4, 'unknown'],
    ['a cut connection', (request) => request.socket.destroy(), 4, 'unknown'],
  ])('%s ends with the right code', async (_what, answer, status, outcome) => {
    expect(await sendJson(answer)).toMatchObject({
      status,
      data: { status: 'error', outcome, exit_code: status },
    });
  });

  it('says that a parked result link is kept', async () => {
    const { stderr } = await send(
      answerError(409, 'INTEGRATION.INACTIVE', { ...DELIVERY, 'X-Delivery-State': 'parked' }),
    );

    expect(stderr).toContain('do not send it again');
    expect(stderr).toContain('Delivery: d-1 (parked)');
    expect(stderr).not.toMatch(STACK);
  });

  it('shows the fields that the API finds broken', async () => {
    const fields = [{ path: 'request_body.url', code: 'isHttpUrl', message: 'must be better' }];
    const { stderr } = await send(answerError(400, 'PLATFORM.INPUT_INVALID', {}, { fields }));

    expect(stderr).toContain('request_body.url: must be better');
  });

  it('shows the key nowhere', async () => {
    const answer = answerError(400, 'PLATFORM.INPUT_INVALID', {}, { message: `Bearer ${API_KEY}` });
    for (const flags of [[], ['--json'], ['--debug'], ['--dry-run']]) {
      const { stdout, stderr } = await send(answer, flags);
      expect(stdout + stderr).not.toContain(API_KEY);
      await api?.close();
    }
  });

  it('says when it is interrupted that the request was out, and that repeating is safe', async () => {
    let arrived: () => void = () => undefined;
    const arrival = new Promise<void>((resolve) => (arrived = resolve));
    api = await startFakeApi(() => arrived());
    const child = startCli(['send', '--api-url', api.url, '--file', '-'], {
      env: { RESULT_LINKS_API_KEY: API_KEY },
    });
    child.stdin.end(JSON.stringify(REQUEST));
    const end = finish(child);
    await arrival;
    child.kill('SIGINT');

    const { status, stderr } = await end;
    expect(status).toBe(130);
    expect(stderr).toContain('already out');
    expect(stderr).toContain('does not write it twice');
  });
});
