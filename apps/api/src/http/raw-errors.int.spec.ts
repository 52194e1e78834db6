import { connect } from 'node:net';
import { startBareApp } from '../testing/bare-app.js';

let service: Awaited<ReturnType<typeof startBareApp>>;
beforeAll(async () => {
  service = await startBareApp();
});
afterAll(() => service.close());

function raw(bytes: string): Promise<string> {
  const { port, hostname } = new URL(service.url);
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    socket.on('data', (data) => (answer += data));
    socket.on('end', () => resolve(answer));
    socket.on('error', reject);
  });
}

it.each([
  ['no HTTP', 'hello\r\n\r\n', 400, 'request_invalid'],
  ['no host', 'GET /health/live HTTP/1.1\r\nConnection: close\r\n\r\n', 400, 'host_missing'],
  [
    'an odd expectation',
    'GET / HTTP/1.1\r\nHost: x\r\nExpect: miracles\r\nConnection: close\r\n\r\n',
    417,
    'expectation_failed',
  ],
  [
    'headers without end',
    `GET / HTTP/1.1\r\nHost: x\r\nX-Long: ${'x'.repeat(20_000)}\r\n\r\n`,
    431,
    'headers_too_large',
  ],
])('%s is answered in the envelope', async (_name, bytes, status, reason) => {
  const answer = await raw(bytes);
  expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  expect(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n')))).toMatchObject({
    status: 'error',
    error: { reason },
  });
});

it('an unknown route is answered in the envelope', async () => {
  const response = await fetch(`${service.url}/v2/nothing`);
  expect(response.status).toBe(404);
  expect(await response.json()).toMatchObject({
    status: 'error',
    error: { code: null, reason: 'route_not_found' },
  });
});
