/** Callers who hold connections open: real sockets that send slowly, or nothing, or take nothing. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { startBareApp } from '../testing/bare-app.js';

const TIMEOUTS = { headersMs: 400, bodyMs: 500, silenceMs: 1_500, keepAliveMs: 300 };

let service: Awaited<ReturnType<typeof startBareApp>>;
const sockets: Socket[] = [];
beforeAll(async () => {
  service = await startBareApp({ RESULT_LINKS_MAX_CONNECTIONS: '5' }, TIMEOUTS);
});
afterEach(() => sockets.splice(0).forEach((socket) => socket.destroy()));
afterAll(() => service.close());

/** A connection, what came over it, and how long it lived. */
function open(first = '') {
  const { port, hostname } = new URL(service.url);
  const startedAt = Date.now();
  const socket = connect(Number(port), hostname, () => socket.write(first));
  sockets.push(socket);
  let answer = '';
  socket.on('data', (data) => (answer += data));
  socket.on('error', () => undefined);
  const closed = new Promise<{ answer: string; afterMs: number }>((resolve) => {
    socket.on('close', () => resolve({ answer, afterMs: Date.now() - startedAt }));
  });
  return { socket, closed };
}

/** Sends a byte every 50 ms until the connection is closed. */
async function drip(socket: Socket, bytes: string): Promise<void> {
  if (socket.connecting) await once(socket, 'connect');
  for (const byte of bytes) {
    if (socket.destroyed) return;
    socket.write(byte);
    await sleep(50);
  }
}

const reasonOf = (answer: string) =>
  JSON.parse(answer.slice(answer.indexOf('\r\n\r\n'))).error.reason as string;

it.each([
  ['says nothing', ''],
  [
    'sends headers one by one',
    `GET /health/live HTTP/1.1\r\nHost: x\r\n${'X-A: b\r\n'.repeat(50)}`,
  ],
])('a caller who %s is sent away with 408', async (_name, bytes) => {
  const { socket, closed } = open();
  await drip(socket, bytes);
  const { answer, afterMs } = await closed;
  expect(answer).toMatch(/^HTTP\/1\.1 408 /);
  expect(reasonOf(answer)).toBe('request_timeout');
  expect(afterMs).toBeLessThan(2_500);
});

it('a caller whose body never ends is sent away with 408', async () => {
  const { socket, closed } = open(
    `POST /v1/ats/candidates/c/result-links HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${service.apiKey}\r\n` +
      'X-Integration-Id: a:b\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n',
  );
  await drip(socket, ' '.repeat(100));
  const { answer, afterMs } = await closed;
  expect(answer).toMatch(/^HTTP\/1\.1 408 /);
  expect(answer).toMatch(/connection: close/i);
  expect(reasonOf(answer)).toBe('request_timeout');
  expect(afterMs).toBeLessThan(2_500);
});

it('a connection that is kept but not used is closed', async () => {
  const { closed } = open('GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n');
  const { answer, afterMs } = await closed;
  expect(answer).toMatch(/^HTTP\/1\.1 200 /);
  // Node adds a second of its own.
  expect(afterMs).toBeLessThan(3_000);
});

it('connections beyond the limit are closed at once, and those that are open go on', async () => {
  const waiting = [1, 2, 3, 4, 5].map(() => open('GET /health/live HTTP/1.1\r\n'));
  await sleep(100);
  const { answer, afterMs } = await open('GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n').closed;
  expect(answer).toBe('');
  expect(afterMs).toBeLessThan(250);
  waiting[0]!.socket.write('Host: x\r\nConnection: close\r\n\r\n');
  expect((await waiting[0]!.closed).answer).toMatch(/^HTTP\/1\.1 200 /);
});

it('the service is there for others all the while', async () => {
  for (let n = 0; n < 4; n += 1) open('POST / HTTP/1.1\r\nContent-Length: 9\r\nHost: x\r\n\r\n');
  const startedAt = Date.now();
  expect((await fetch(`${service.url}/health/live`)).status).toBe(200);
  expect(Date.now() - startedAt).toBeLessThan(300);
});
