import { startBareApp } from '../testing/bare-app.js';

const running: { close(): Promise<void> }[] = [];
async function start(env: Record<string, string>) {
  const service = await startBareApp(env);
  running.push(service);
  /** Asks for a delivery whose id is none: 404 when the key is right. */
  const ask = (authorization?: string, headers: Record<string, string> = {}) =>
    fetch(`${service.url}/v1/deliveries/none`, {
      headers: { ...headers, ...(authorization !== undefined && { authorization }) },
    });
  return { ask, url: service.url, right: `Bearer ${service.apiKey}` };
}
afterEach(async () => {
  await Promise.all(running.splice(0).map((service) => service.close()));
});

it('a key may make so many requests, and is told how many are left', async () => {
  const { ask, right, url } = await start({ RESULT_LINKS_RATE_LIMIT: '3/m' });
  for (const left of ['2', '1', '0']) {
    const answer = await ask(right);
    expect(answer.status).toBe(404);
    expect(answer.headers.get('ratelimit-limit')).toBe('3');
    expect(answer.headers.get('ratelimit-remaining')).toBe(left);
  }
  // Neither spaces nor capitals make another key of it.
  const refused = await ask(right.replace('Bearer ', 'bearer   '));
  expect(refused.status).toBe(429);
  const seconds = Number(refused.headers.get('retry-after'));
  expect(seconds).toBeGreaterThan(50);
  expect(seconds).toBeLessThanOrEqual(60);
  expect(refused.headers.get('ratelimit-reset')).toBe(String(seconds));
  expect(await refused.json()).toMatchObject({
    status: 'error',
    error: { code: 'PLATFORM.RATE_LIMIT_EXCEEDED', reason: 'rate_limit_exceeded', log_url: null },
  });
  // Others are not affected: a wrong key is still told that it is wrong, probes go on.
  expect((await ask('Bearer another-key-altogether')).status).toBe(401);
  expect((await fetch(`${url}/health/live`)).status).toBe(200);
});

it('the window ends', async () => {
  const { ask, right } = await start({ RESULT_LINKS_RATE_LIMIT: '1/s' });
  expect((await ask(right)).status).toBe(404);
  expect((await ask(right)).status).toBe(429);
  await new Promise((resolve) => setTimeout(resolve, 1_050));
  expect((await ask(right)).status).toBe(404);
});

it.each([-3_600_000, 3_600_000])('a clock set by %d ms moves no window', async (ms) => {
  const { ask, right } = await start({ RESULT_LINKS_RATE_LIMIT: '1/s' });
  expect((await ask(right)).status).toBe(404);
  const realNow = Date.now;
  const wrong = jest.spyOn(Date, 'now').mockImplementation(() => realNow() + ms);
  expect((await ask(right)).status).toBe(429);
  await new Promise((resolve) => setTimeout(resolve, 1_050));
  expect((await ask(right)).status).toBe(404);
  wrong.mockRestore();
});

it('"off" is no limit', async () => {
  const { ask, right } = await start({ RESULT_LINKS_RATE_LIMIT: 'off' });
  const answer = await ask(right);
  expect(answer.headers.get('ratelimit-limit')).toBeNull();
});

it('an address that guesses keys is stopped; a right key is not, though it was never seen before', async () => {
  const { ask, right } = await start({ RESULT_LINKS_AUTH_FAILURE_LIMIT: '3/m' });
  for (let n = 0; n < 3; n += 1) expect((await ask(`Bearer guess-${n}`)).status).toBe(401);
  const refused = await ask('Bearer guess-4');
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(50);
  expect(await refused.json()).toMatchObject({
    status: 'error',
    error: { code: 'PLATFORM.RATE_LIMIT_EXCEEDED', reason: 'too_many_wrong_keys' },
  });
  expect((await ask(right)).status).toBe(404);
  // A right key beside them does not make wrong ones right.
  expect((await ask('Bearer guess-5')).status).toBe(429);
  // Without a key there is nothing to guess with.
  expect((await ask()).status).toBe(401);
});

it('behind a trusted proxy the caller’s address counts, otherwise what the header says is ignored', async () => {
  const limit = { RESULT_LINKS_AUTH_FAILURE_LIMIT: '1/m' };
  const behind = await start({ ...limit, RESULT_LINKS_TRUSTED_PROXIES: '127.0.0.0/8, ::1' });
  expect((await behind.ask('Bearer a', { 'x-forwarded-for': '192.0.2.1' })).status).toBe(401);
  expect((await behind.ask('Bearer b', { 'x-forwarded-for': '192.0.2.1' })).status).toBe(429);
  expect((await behind.ask('Bearer c', { 'x-forwarded-for': '192.0.2.2' })).status).toBe(401);

  const open = await start(limit);
  expect((await open.ask('Bearer a', { 'x-forwarded-for': '192.0.2.1' })).status).toBe(401);
  expect((await open.ask('Bearer b', { 'x-forwarded-for': '192.0.2.2' })).status).toBe(429);
});
