import { startSandbox, type Sandbox, type SandboxOptions } from '../index.js';
import { post } from '../testing/post.js';

let sandbox: Sandbox;
const start = async (options: SandboxOptions) => {
  sandbox = await startSandbox(options);
};
afterEach(() => sandbox.close());

const burst = (count: number, integration: string) =>
  Promise.all(
    Array.from({ length: count }, () => post(sandbox, 'candidates/candidate-1', { integration })),
  );

const tally = (responses: Response[]) =>
  responses.reduce<Record<number, number>>(
    (counts, { status }) => ({ ...counts, [status]: (counts[status] ?? 0) + 1 }),
    {},
  );

describe('the concurrency limit', () => {
  it('refuses the 31st write in flight at once, per integration', async () => {
    await start({ latencyMs: 300 });
    const startedAt = performance.now();
    const [first, second] = await Promise.all([
      burst(35, 'workday:sandbox-healthy~a').then((responses) => tally(responses)),
      burst(30, 'workday:sandbox-healthy~b').then((responses) => tally(responses)),
    ]);
    expect(first).toEqual({ 200: 30, 429: 5 });
    expect(second).toEqual({ 200: 30 });
    expect(performance.now() - startedAt).toBeLessThan(2_000);
    const refused = sandbox.received({ written: false });
    expect(refused).toHaveLength(5);
    for (const { answer } of refused) {
      expect(answer).toMatchObject({ code: 'PLATFORM.CONCURRENCY_LIMIT_EXCEEDED' });
      expect(answer?.durationMs).toBeLessThan(100);
    }
    expect(sandbox.stats()).toMatchObject({
      requests: 65,
      written: 60,
      maxInFlight: 30,
      answers: { 200: 60, '429 PLATFORM.CONCURRENCY_LIMIT_EXCEEDED': 5 },
      integrations: {
        'workday:sandbox-healthy~a': { requests: 35, written: 30, inFlight: 0, maxInFlight: 30 },
        'workday:sandbox-healthy~b': { requests: 30, written: 30, inFlight: 0, maxInFlight: 30 },
      },
    });
  });

  it('tells how many places are left, the caller’s own taken', async () => {
    await start({ concurrencyLimit: 2 });
    const hanging = new AbortController();
    const hung = post(sandbox, 'candidates/hang', { signal: hanging.signal });
    while (sandbox.received().length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    const last = await post(sandbox, 'candidates/candidate-1');
    expect(last.headers.get('concurrency-limit')).toBe('2');
    expect(last.headers.get('concurrency-remaining')).toBe('0');
    hanging.abort();
    await expect(hung).rejects.toThrow('aborted');
  });

  it('frees the place of every kind of ending', async () => {
    await start({ concurrencyLimit: 1 });
    for (const id of ['cut-before', 'half-answer', 'html-502', 'fail-ATS.JOB_CLOSED', 'nobody']) {
      await post(sandbox, `candidates/${id}`)
        .then((response) => response.text())
        .catch(() => null);
    }
    expect((await post(sandbox, 'candidates/candidate-1')).status).toBe(200);
    expect(sandbox.stats().maxInFlight).toBe(1);
  });

  it('waits many at a time without a warning from Node', async () => {
    const warnings: Error[] = [];
    const note = (warning: Error) => warnings.push(warning);
    process.on('warning', note);
    await start({ latencyMs: 50 });
    await burst(30, 'workday:sandbox-healthy');
    process.off('warning', note);
    expect(warnings).toEqual([]);
  });
});

describe('the rate limit', () => {
  it('refuses what is over it until the window ends, per integration', async () => {
    await start({ rateLimit: { limit: 3, windowSeconds: 1 } });
    const responses = await burst(5, 'workday:sandbox-healthy~a');
    expect(tally(responses)).toEqual({ 200: 3, 429: 2 });
    expect(responses.map(({ headers }) => headers.get('ratelimit-remaining')).sort()).toEqual([
      '0',
      '0',
      '0',
      '1',
      '2',
    ]);
    const refused = responses.find(({ status }) => status === 429);
    expect(refused?.headers.get('ratelimit-limit')).toBe('3');
    expect(refused?.headers.get('ratelimit-reset')).toBe('1');
    expect(await refused?.json()).toMatchObject({
      error: { code: 'PLATFORM.RATE_LIMIT_EXCEEDED' },
    });
    expect(tally(await burst(1, 'workday:sandbox-healthy~b'))).toEqual({ 200: 1 });
    await new Promise((resolve) => setTimeout(resolve, 1_050));
    expect(tally(await burst(1, 'workday:sandbox-healthy~a'))).toEqual({ 200: 1 });
  });
});

describe('memory', () => {
  it('forgets the oldest request first', async () => {
    await start({ maxReceived: 2 });
    for (let n = 0; n < 4; n += 1) await post(sandbox, 'candidates/candidate-1');
    expect(sandbox.received().map(({ sequence }) => sequence)).toEqual([3, 4]);
    expect(sandbox.stats().written).toBe(4);
  });
});
