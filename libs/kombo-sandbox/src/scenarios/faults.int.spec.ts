import { startSandbox, type ReceivedResultLink, type Sandbox } from '../index.js';
import { post } from '../testing/post.js';

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.reset());

/** The one record, once it is complete: the client may know of an end before the sandbox does. */
async function onlyRecord(): Promise<ReceivedResultLink> {
  for (let tries = 0; tries < 100; tries += 1) {
    const [record, ...others] = sandbox.received();
    if (record?.answer && others.length === 0) return record;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error(`no complete record: ${JSON.stringify(sandbox.received())}`);
}

describe('answers that are not Kombo’s, by candidate id', () => {
  it.each([
    ['html-502', 502, 'text/html', /<h1>502<\/h1>/, false],
    ['html-200', 200, 'text/html', /<h1>200<\/h1>/, true],
    ['plain-503', 503, 'text/plain', /^upstream/, false],
    ['empty-200', 200, null, /^$/, true],
    ['empty-500', 500, null, /^$/, false],
    ['malformed-200', 200, 'application/json', /"warn$/, true],
    ['malformed-500', 500, 'application/json', /"warn$/, false],
    ['other-shape-200', 200, 'application/json', /"hello"/, true],
    ['no-warnings', 200, 'application/json', /^{"status":"success","data":{}}$/, true],
    ['warnings', 200, 'application/json', /shortened/, true],
  ])('%s', async (id, status, type, body, wasWritten) => {
    const response = await post(sandbox, `candidates/${id}`);
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toBe(type);
    expect(await response.text()).toMatch(body);
    expect(await onlyRecord()).toMatchObject({ wasWritten, answer: { status, ended: 'answered' } });
  });

  it('fail-after-… answers an error although the link is written', async () => {
    const response = await post(sandbox, 'candidates/fail-after-PLATFORM.TASK_TIMED_OUT');
    expect(response.status).toBe(504);
    expect(await onlyRecord()).toMatchObject({
      wasWritten: true,
      answer: { status: 504, code: 'PLATFORM.TASK_TIMED_OUT' },
    });
  });

  it.each([
    ['retry-after-2', /^2$/],
    ['retry-after-date', / GMT$/],
    ['retry-after-garbage', /^soon$/],
  ])('%s', async (id, retryAfter) => {
    const response = await post(sandbox, `candidates/${id}`);
    expect(response.status).toBe(429);
    expect(response.headers.get('retry-after')).toMatch(retryAfter);
  });
});

describe('connections that end, by candidate id', () => {
  it.each([
    ['cut-before', false, 'cut'],
    ['cut-after', true, 'cut'],
  ])('%s leaves the client without an answer', async (id, wasWritten, ended) => {
    await expect(post(sandbox, `candidates/${id}`)).rejects.toThrow('fetch failed');
    expect(await onlyRecord()).toMatchObject({ wasWritten, answer: { status: null, ended } });
  });

  it('half-answer sends the head and half of the body', async () => {
    const response = await post(sandbox, 'candidates/half-answer');
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow('terminated');
    expect(await onlyRecord()).toMatchObject({
      wasWritten: true,
      answer: { ended: 'half-answer' },
    });
  });

  it.each([
    ['hang', false],
    ['hang-after', true],
  ])('%s keeps the client waiting until it goes away', async (id, wasWritten) => {
    const call = post(sandbox, `candidates/${id}`, { signal: AbortSignal.timeout(60) });
    await expect(call).rejects.toThrow('timeout');
    expect(await onlyRecord()).toMatchObject({ wasWritten, answer: { ended: 'hang' } });
    expect(sandbox.stats().integrations['workday:sandbox-healthy']?.inFlight).toBe(0);
  });

  it('finishes a write whose client has gone away', async () => {
    const call = post(sandbox, 'candidates/slow-100', { signal: AbortSignal.timeout(30) });
    await expect(call).rejects.toThrow('timeout');
    const record = await onlyRecord();
    expect(record).toMatchObject({ wasWritten: true, answer: { ended: 'client-gone' } });
    expect(sandbox.stats().answers).toEqual({ 'client-gone': 1 });
  });
});

describe('composed ids', () => {
  it('fails the first two times, then writes', async () => {
    const id = 'candidates/times-2+fail-REMOTE.SERVICE_UNAVAILABLE~a';
    const statuses = [];
    for (let call = 0; call < 4; call += 1) statuses.push((await post(sandbox, id)).status);
    expect(statuses).toEqual([503, 503, 200, 200]);
  });

  it('is slow and then fails', async () => {
    const response = await post(sandbox, 'applications/slow-40+fail-REMOTE.INPUT_INVALID-422');
    expect(response.status).toBe(422);
    expect((await onlyRecord()).answer?.durationMs).toBeGreaterThanOrEqual(39);
  });

  it.each(['slow-', 'fail-', 'fail-unknown', 'html-999', 'times-2', 'slow-1+slow-2', 'hang+hang'])(
    '%s is no fault, but a candidate that does not exist',
    async (id) => {
      expect((await post(sandbox, `candidates/${id}`)).status).toBe(404);
      expect(await onlyRecord()).toMatchObject({ wasWritten: false });
    },
  );
});
