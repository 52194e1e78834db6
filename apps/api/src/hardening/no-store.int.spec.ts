/** No cache may keep an answer of /v1, however early it is given. */
import { connect } from 'node:net';
import { startBareApp } from '../testing/bare-app.js';

let service: Awaited<ReturnType<typeof startBareApp>>;
beforeAll(async () => {
  service = await startBareApp({ RESULT_LINKS_CORS_ORIGINS: 'https://app.example.com' });
});
afterAll(() => service.close());

/** Sends bytes as they are; returns the status and the headers of the answer. */
async function send(text: string): Promise<string> {
  const { hostname, port } = new URL(service.url);
  const socket = connect(Number(port), hostname);
  socket.write(text.replaceAll('KEY', service.apiKey));
  let answer = '';
  for await (const piece of socket) {
    answer += String(piece);
    if (answer.includes('\r\n\r\n')) break;
  }
  return answer.split('\r\n\r\n')[0] ?? '';
}

const HEAD = 'Host: x\r\nAuthorization: Bearer KEY\r\nConnection: close\r\n';
const JSON_BODY = 'Content-Type: application/json\r\nContent-Length: 1\r\n\r\n{';

it.each([
  [400, `POST /v1/deliveries:retry HTTP/1.1\r\n${HEAD}${JSON_BODY}`],
  [400, `GET /v1/%ff HTTP/1.1\r\n${HEAD}\r\n`],
  [400, `GET /v1/deliveries HTTP/1.1\r\n\r\n`],
  [400, `GET /v1/deliveries HTTP/1.1\r\n${HEAD}broken\r\n\r\n`],
  [401, `GET /v1/deliveries HTTP/1.1\r\nHost: x\r\n\r\n`],
  [404, `GET /v1/nothing HTTP/1.1\r\n${HEAD}\r\n`],
  [404, `GET /v1 HTTP/1.1\r\n${HEAD}\r\n`],
  [
    413,
    `POST /v1/deliveries:retry HTTP/1.1\r\n${HEAD}Content-Type: application/json\r\nContent-Length: 99999999\r\n\r\n`,
  ],
  [
    415,
    `POST /v1/deliveries:retry HTTP/1.1\r\n${HEAD}Content-Type: text/css\r\nContent-Length: 1\r\n\r\n{`,
  ],
  [417, `GET /v1/deliveries HTTP/1.1\r\n${HEAD}Expect: miracles\r\n\r\n`],
  [431, `GET /v1/deliveries HTTP/1.1\r\n${HEAD}X: ${'x'.repeat(20_000)}\r\n\r\n`],
  [500, `GET /v1/deliveries HTTP/1.1\r\n${HEAD}\r\n`],
])('%i is not cached: %.70j', async (status, request) => {
  const answer = await send(request);
  expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  expect(answer).toMatch(/^cache-control: no-store$/im);
});

it.each(['HEAD /v1/deliveries', 'DELETE /v1/deliveries', 'OPTIONS /v1/deliveries'])(
  '%s is not cached',
  async (line) => {
    const cors = 'Origin: https://app.example.com\r\nAccess-Control-Request-Method: GET\r\n';
    expect(await send(`${line} HTTP/1.1\r\n${HEAD}${cors}\r\n`)).toMatch(
      /^cache-control: no-store$/im,
    );
  },
);
