import { Webhook } from 'standardwebhooks';
import { newSecret } from './secrets.js';
import { createWebhookSender } from './send-webhook.js';
import { startReceiver, type Receiver } from './testing/receiver.js';

const [secret, previous] = [newSecret(), newSecret()];
const message = { id: 'msg-1', payload: '{"type":"webhook.test","ü":1}', secrets: [secret] };
const send = createWebhookSender({ allowPrivate: true, timeoutMs: 500 });
const receivers: Receiver[] = [];

async function receiver(...args: Parameters<typeof startReceiver>): Promise<Receiver> {
  const started = await startReceiver(...args);
  receivers.push(started);
  return started;
}
afterEach(() => Promise.all(receivers.splice(0).map((one) => one.close())));

it('is verified by the Standard Webhooks library, byte for byte', async () => {
  const { url, received } = await receiver();
  expect(await send(url, message)).toEqual({
    succeeded: true,
    httpStatus: 204,
    error: null,
    retryAfterSeconds: null,
  });
  const [{ body, headers } = { body: '', headers: {} }] = received;
  expect(body).toBe(message.payload);
  expect(headers).toMatchObject({ 'webhook-id': 'msg-1', 'content-type': 'application/json' });
  expect(new Webhook(secret).verify(body, headers)).toEqual(JSON.parse(message.payload));
  expect(() => new Webhook(secret).verify(`${body} `, headers)).toThrow(/signature/);
  expect(() => new Webhook(previous).verify(body, headers)).toThrow(/signature/);
});

it('carries a signature of each secret while they are changed', async () => {
  const { url, received } = await receiver();
  await send(url, { ...message, secrets: [secret, previous] });
  for (const key of [secret, previous]) {
    expect(() => new Webhook(key).verify(received[0]!.body, received[0]!.headers)).not.toThrow();
  }
});

it('does not follow a redirect', async () => {
  const inside = await receiver();
  const { url } = await receiver((response) =>
    response.writeHead(307, { location: inside.url }).end(),
  );
  expect(await send(url, message)).toMatchObject({
    succeeded: false,
    httpStatus: 307,
    error: expect.stringMatching(/not followed/),
  });
  expect(inside.received).toEqual([]);
});

it.each([
  ['7', 7],
  ['soon', null],
  [new Date(Date.now() + 60_000).toUTCString(), 60],
])('reads Retry-After: %s', async (value, seconds) => {
  const { url } = await receiver((response) =>
    response.writeHead(503, { 'retry-after': value }).end(),
  );
  const { retryAfterSeconds, error } = await send(url, message);
  expect(error).toBe('answered 503');
  if (seconds === null) expect(retryAfterSeconds).toBeNull();
  else expect(Math.abs((retryAfterSeconds ?? 0) - seconds)).toBeLessThanOrEqual(1);
});

it('does not wait for a receiver that hangs, nor for a body without end', async () => {
  const hanging = await receiver(() => undefined);
  expect((await send(hanging.url, message)).error).toBe('no answer within 500 ms');
  let isCut = false;
  const endless = await receiver((response) => {
    response.writeHead(200);
    const flood = setInterval(() => response.write('x'.repeat(65_536)), 1);
    response.on('close', () => {
      clearInterval(flood);
      isCut = true;
    });
  });
  expect((await send(endless.url, message)).succeeded).toBe(true);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(isCut).toBe(true);
});

it('tells a refused connection and a cut one from an answer', async () => {
  const { url, close } = await startReceiver();
  await close();
  expect((await send(url, message)).error).toBe('no answer (ECONNREFUSED)');
  const cutting = await receiver((_response, _received, request) => request.socket.destroy());
  expect((await send(cutting.url, message)).error).toBe('no answer (ECONNRESET)');
});

it('ends when it is told to', async () => {
  const { url } = await receiver(() => undefined);
  const stop = AbortSignal.timeout(50);
  expect((await send(url, message, stop)).error).toBe('no answer (ERR_CANCELED)');
});

it('keeps to its own way when a proxy is configured', async () => {
  const { url } = await receiver();
  process.env['http_proxy'] = 'http://127.0.0.1:9';
  try {
    expect((await send(url, message)).succeeded).toBe(true);
  } finally {
    delete process.env['http_proxy'];
  }
});

it('resolves a name once, and connects to the very address that was checked', async () => {
  const { port, received } = await receiver();
  let lookups = 0;
  const rebinding = createWebhookSender({
    allowPrivate: true,
    lookup: (_host, options, callback) => {
      // The second answer is another machine: whoever asked twice would miss the receiver.
      const address = ++lookups === 1 ? '127.0.0.1' : '169.254.169.254';
      if (options.all) callback(null, [{ address, family: 4 }]);
      else callback(null, address, 4);
    },
  });
  expect((await rebinding(`http://hooks.example.com:${port}/`, message)).succeeded).toBe(true);
  expect([lookups, received.length]).toEqual([1, 1]);
  expect((await rebinding(`http://hooks.example.com:${port}/`, message)).error).toMatch(
    /not public/,
  );
  expect([lookups, received.length]).toEqual([2, 1]);
});
