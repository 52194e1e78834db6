/** What one caller can make a process do with batches is bounded. */
import { once } from 'node:events';
import { request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import { gzipSync } from 'node:zlib';
import { startBareApp } from '../testing/bare-app.js';
import { BATCH_LIMITS } from './batch-limits.js';

let service: Awaited<ReturnType<typeof startBareApp>>;
const start = async (env: Record<string, string> = { RESULT_LINKS_RATE_LIMIT: 'off' }) => {
  service = await startBareApp(env);
};
const originalLimits = { ...BATCH_LIMITS };
afterEach(async () => {
  Object.assign(BATCH_LIMITS, originalLimits);
  await service.close();
});

const headers = (more: Record<string, string> = {}) => ({
  authorization: `Bearer ${service.apiKey}`,
  'content-type': 'application/x-ndjson',
  ...more,
});

async function send(body: Uint8Array<ArrayBuffer> | string, more: Record<string, string> = {}) {
  const path = `${service.url}/v1/deliveries:batch`;
  const response = await fetch(path, { method: 'POST', headers: headers(more), body });
  const lines = (await response.text()).trim().split('\n');
  const last = JSON.parse(lines.pop() ?? '');
  return { status: response.status, headers: response.headers, answers: lines.length, last };
}
const gzipped = (text: string) => new Uint8Array(gzipSync(text));
const GZIP = { 'content-encoding': 'gzip' };

it.each(['{}\n', '\n', ' \n'])(
  '60 kB of gzip with millions of lines %j end early',
  async (line) => {
    await start();
    const bomb = gzipped(line.repeat(Math.floor(60_000_000 / line.length)));
    expect(bomb.length).toBeLessThan(100_000);
    const began = Date.now();
    const sent = send(bomb, GZIP);
    // Others are answered meanwhile.
    expect((await fetch(`${service.url}/health/live`)).status).toBe(200);
    const { last, answers } = await sent;
    expect(last).toMatchObject({ status: 'end', is_complete: false });
    expect(['batch_too_large', 'compression_ratio_too_high']).toContain(last.error.reason);
    expect(answers).toBeLessThanOrEqual(BATCH_LIMITS.lines);
    expect(Date.now() - began).toBeLessThan(60_000);
  },
  90_000,
);

it('gzip that expands to more than a hundred times its size ends early', async () => {
  await start();
  const { last, answers } = await send(gzipped(`{}\n${' '.repeat(30_000_000)}`), GZIP);
  expect(last.error).toMatchObject({ reason: 'compression_ratio_too_high' });
  expect(answers).toBe(1);
  const small = await send(gzipped(`{}\n${' '.repeat(900_000)}`), GZIP);
  expect(small.last).toMatchObject({ is_complete: true, refused: 1 });
});

it('more bytes or lines than allowed end the batch early, with answers up to there', async () => {
  await start();
  BATCH_LIMITS.lines = 3;
  BATCH_LIMITS.bytes = 1_000;
  expect(await send('{}\n{}\n{}')).toMatchObject({ last: { is_complete: true, refused: 3 } });
  const lines = await send('{}\n\n{}\n{}\n{}');
  expect(lines).toMatchObject({
    answers: 2,
    last: { is_complete: false, refused: 2, error: { reason: 'batch_too_large' } },
  });
  const packed = await send(gzipped(`{}\n${' '.repeat(2_000)}`), GZIP);
  expect(packed.last.error).toMatchObject({ reason: 'batch_too_large' });
});

it('a Content-Length above the limit is refused at once', async () => {
  await start();
  BATCH_LIMITS.bytes = 1_000;
  expect(await send(' '.repeat(1_001))).toMatchObject({
    status: 413,
    last: { error: { reason: 'batch_too_large' } },
  });
});

it('lines count in the rate of the key', async () => {
  await start({ RESULT_LINKS_RATE_LIMIT: '5/h' });
  const first = await send('{}\n{}\n\n{}');
  expect(first.last).toMatchObject({ is_complete: true, refused: 3 });
  expect(await send('{}\n{}\n{}\n{}')).toMatchObject({
    answers: 2,
    last: { is_complete: false, error: { reason: 'rate_limit_exceeded' } },
  });
  expect(await send('{}')).toMatchObject({
    status: 429,
    last: { error: { reason: 'rate_limit_exceeded' } },
  });
});

it('a batch waits for a window that begins soon', async () => {
  await start({ RESULT_LINKS_RATE_LIMIT: '2/s' });
  const began = performance.now();
  expect((await send('{}\n'.repeat(5))).last).toMatchObject({ is_complete: true, refused: 5 });
  // Two windows had to end; the first one may have begun long before the first line.
  expect(performance.now() - began).toBeGreaterThan(1_000);
});

it('a key has only so many batches at once, and gets the places of those that end back', async () => {
  await start();
  BATCH_LIMITS.perKey = 2;
  const open = async () => {
    const outgoing = httpRequest(`${service.url}/v1/deliveries:batch`, {
      method: 'POST',
      headers: headers(),
    });
    outgoing.on('error', () => undefined);
    outgoing.write('{}\n');
    const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage];
    return { outgoing, incoming };
  };
  const running: { outgoing: ClientRequest; incoming: IncomingMessage }[] = [];
  for (let n = 0; n < 2; n += 1) running.push(await open());
  const refused = await send('{}');
  expect(refused).toMatchObject({ status: 429, last: { error: { reason: 'too_many_batches' } } });
  expect(refused.headers.get('retry-after')).toBe('1');
  // One ends, the other one's caller goes away.
  running[0]?.incoming.resume();
  running[0]?.outgoing.end();
  running[1]?.outgoing.destroy();
  for (let n = 0; n < 3; n += 1) {
    let status = 429;
    for (let tries = 0; status === 429 && tries < 100; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      status = (await send('{}')).status;
    }
    expect(status).toBe(200);
  }
});
