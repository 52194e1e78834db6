import {
  KomboConnectionError,
  KomboRateLimitError,
  KomboApiError,
  type ResponseLimits,
} from '@result-links/kombo-client';
import { Pacer } from './pacer.js';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const INIT = { message: 'm', requestSent: 'yes' as const, durationMs: 1 };
const throttled = (retryAfterSeconds?: number) =>
  new KomboRateLimitError({
    ...INIT,
    code: 'PLATFORM.RATE_LIMIT_EXCEEDED',
    httpStatus: 429,
    limits: retryAfterSeconds === undefined ? {} : { retryAfterSeconds },
  });
const cut = () => new KomboConnectionError({ ...INIT, kind: 'cut', requestSent: 'maybe' });
const inactive = () =>
  new KomboApiError({ ...INIT, code: 'INTEGRATION.INACTIVE', httpStatus: 409 });

/** Answers in turn: what is an error is thrown, what is limits is answered. Notes when it was asked. */
function server(...script: (Error | ResponseLimits)[]) {
  const startedAt = Date.now();
  const askedAfterMs: number[] = [];
  const request = async () => {
    askedAfterMs.push(Date.now() - startedAt);
    const next = script.shift() ?? {};
    if (next instanceof Error) throw next;
    return { limits: next };
  };
  return { request, askedAfterMs };
}

/** What came of a call, with time running on as fast as it can. */
async function end<T>(call: Promise<T>): Promise<T> {
  call.catch(() => undefined);
  await jest.runAllTimersAsync();
  return call;
}

it('waits as long as it is told, then goes on', async () => {
  const { request, askedAfterMs } = server(throttled(7), throttled(7));
  await end(new Pacer().run(request));
  expect(askedAfterMs).toEqual([0, 7_000, 14_000]);
});

it('lets nobody else ask meanwhile', async () => {
  const { request, askedAfterMs } = server(throttled(5));
  const pacer = new Pacer({ concurrency: 1 });
  const calls = [pacer.run(request), pacer.run(request)];
  await end(Promise.all(calls));
  expect(askedAfterMs).toEqual([0, 5_000, 5_000]);
});

it('waits longer and longer when it is told nothing, and gives up in the end', async () => {
  const { request, askedAfterMs } = server(...Array.from({ length: 9 }, cut));
  await expect(end(new Pacer().run(request))).rejects.toMatchObject({ kind: 'unavailable' });
  expect(askedAfterMs).toHaveLength(5);
  const [, , , fourth = 0, fifth = 0] = askedAfterMs;
  expect(fifth - fourth).toBeGreaterThan(2_900);
});

it('gives up at once when the wait is longer than its patience', async () => {
  const { request, askedAfterMs } = server(throttled(60));
  const call = new Pacer({ patienceMs: 30_000 }).run(request);
  await expect(end(call)).rejects.toMatchObject({
    kind: 'throttled',
    details: { code: 'PLATFORM.RATE_LIMIT_EXCEEDED' },
  });
  expect(askedAfterMs).toEqual([0]);
});

it('repeats nothing that a repetition cannot mend', async () => {
  const { request, askedAfterMs } = server(inactive());
  await expect(end(new Pacer().run(request))).rejects.toMatchObject({
    kind: 'integration_broken',
    details: { code: 'INTEGRATION.INACTIVE' },
  });
  expect(askedAfterMs).toEqual([0]);
});

it('lets nobody ask before the time, also when the one who was told gave up', async () => {
  const { request, askedAfterMs } = server(throttled(60));
  const pacer = new Pacer({ patienceMs: 30_000 });
  await expect(end(pacer.run(request))).rejects.toMatchObject({ kind: 'throttled' });
  await expect(end(pacer.run(request))).rejects.toMatchObject({
    kind: 'throttled',
    message: 'the rate limit is used up for another 60 s',
  });
  await jest.advanceTimersByTimeAsync(31_000);
  await end(pacer.run(request));
  expect(askedAfterMs).toEqual([0, 60_000]);
});

it.each([
  ['an integration that is off', inactive, 'integration_broken', 1],
  ['a server that is away', cut, 'unavailable', 15],
])('does not let everybody find out for himself about %s', async (_what, failure, kind, most) => {
  const { request, askedAfterMs } = server(...Array.from({ length: 99 }, () => failure()));
  const pacer = new Pacer({ concurrency: 1 });
  const calls = Array.from({ length: 50 }, () => pacer.run(request));
  const ends = await end(Promise.allSettled(calls));
  expect(ends.map((one) => one.status === 'rejected' && one.reason.kind)).toEqual(
    Array.from({ length: 50 }, () => kind),
  );
  expect(askedAfterMs).toHaveLength(most);
  await jest.advanceTimersByTimeAsync(5_000);
  await pacer.run(server().request);
  await pacer.run(server().request);
});

it('asks again after a while, however many keep coming', async () => {
  const { request, askedAfterMs } = server(inactive());
  const pacer = new Pacer();
  for (let second = 0; second < 8; second += 1) {
    await pacer.run(request).catch(() => undefined);
    await jest.advanceTimersByTimeAsync(1_000);
  }
  expect(askedAfterMs.slice(0, 2)).toEqual([0, 5_000]);
});

it.each([
  ['an input that only one has', 'PLATFORM.INPUT_INVALID'],
  ['candidates that may not be read, when applications may', 'INTEGRATION.MODEL_DISABLED'],
])('goes on after %s', async (_what, code) => {
  const { request } = server(new KomboApiError({ ...INIT, code, httpStatus: 400 }));
  const pacer = new Pacer();
  await expect(end(pacer.run(request))).rejects.toMatchObject({ kind: 'rejected' });
  await end(pacer.run(request));
});

it('goes on after one that gets no answer among others that do', async () => {
  const pacer = new Pacer({ concurrency: 1 });
  for (let round = 0; round < 5; round += 1) {
    const { request } = server(...Array.from({ length: 5 }, cut));
    await expect(end(pacer.run(request))).rejects.toMatchObject({ kind: 'unavailable' });
    await end(pacer.run(request));
  }
});

it('says that the time was over, when it was', async () => {
  const { request } = server({});
  const signal = AbortSignal.abort(new DOMException('late', 'TimeoutError'));
  await expect(end(new Pacer().run(request, signal))).rejects.toMatchObject({
    kind: 'unavailable',
    message: 'it could not be looked up in time',
  });
});

it('leaves a tenth of the rate window to others', async () => {
  const window = (rateRemaining: number) => ({
    rateLimit: 100,
    rateRemaining,
    rateResetSeconds: 9,
  });
  const { request, askedAfterMs } = server(window(11), window(10), window(99));
  const pacer = new Pacer();
  await end(pacer.run(request));
  await end(pacer.run(request));
  await end(pacer.run(request));
  expect(askedAfterMs).toEqual([0, 0, 9_000]);
});

it('says so when the window is used up for longer than its patience', async () => {
  const { request, askedAfterMs } = server({
    rateLimit: 9,
    rateRemaining: 0,
    rateResetSeconds: 60,
  });
  const pacer = new Pacer({ patienceMs: 5_000 });
  await end(pacer.run(request));
  await expect(end(pacer.run(request))).rejects.toMatchObject({ kind: 'throttled' });
  expect(askedAfterMs).toEqual([0]);
});

it('has no more under way than it may', async () => {
  let inFlight = 0;
  let most = 0;
  const request = async () => {
    most = Math.max(most, (inFlight += 1));
    await new Promise((resolve) => setTimeout(resolve, 100));
    inFlight -= 1;
    return { limits: {} };
  };
  const pacer = new Pacer({ concurrency: 3 });
  const calls = Array.from({ length: 10 }, () => pacer.run(request));
  expect(pacer.isIdle).toBe(false);
  await end(Promise.all(calls));
  expect([most, pacer.isIdle]).toEqual([3, true]);
});

it.each(['in the queue', 'in a pause'])('is given up %s', async (where) => {
  const { request, askedAfterMs } = server(throttled(60));
  const giving = new AbortController();
  const pacer = new Pacer({ concurrency: 1 });
  const first = pacer.run(request, where === 'in a pause' ? giving.signal : undefined);
  const second = pacer.run(request, giving.signal);
  const given = where === 'in a pause' ? first : second;
  given.catch(() => undefined);
  second.catch(() => undefined);
  await jest.advanceTimersByTimeAsync(1_000);
  giving.abort();
  await expect(given).rejects.toMatchObject({ kind: 'aborted' });
  expect(askedAfterMs).toEqual([0]);
  await jest.runAllTimersAsync();
  await first.catch(() => undefined);
});
