import { inspect } from 'node:util';
import {
  API_KEY,
  CANDIDATE_LINK,
  clientFor,
  closeClients,
  rejectionOf,
} from './testing/fixtures.js';
import {
  answering,
  closeServers,
  findRefusedPort,
  startRawServer,
  startServer,
} from './testing/test-server.js';

afterEach(async () => {
  closeClients();
  await closeServers();
});

/** Everything that a logger might make of an error. */
function everyViewOf(error: Error): string {
  const causes: unknown[] = [];
  for (let cause: unknown = error; cause != null && causes.length < 9;) {
    causes.push(cause, JSON.stringify(cause), String((cause as Error).stack));
    cause = (cause as Error).cause;
  }
  const names = Object.getOwnPropertyNames(error) as (keyof Error)[];
  return [
    inspect(error, { depth: Infinity, showHidden: true, getters: true, maxStringLength: Infinity }),
    String(error),
    ...names.map((name) => inspect(error[name], { depth: Infinity, showHidden: true })),
    ...causes.map((cause) => inspect(cause, { depth: Infinity, showHidden: true })),
  ].join('\n');
}

const echo = JSON.stringify({
  status: 'error',
  error: {
    code: `X.${API_KEY}`,
    title: API_KEY,
    message: `Bearer ${API_KEY} and ${encodeURIComponent(API_KEY)} are unknown`,
    log_url: `https://app.kombo.dev/logs?key=${API_KEY}`,
  },
});

const SERVERS: Record<string, () => Promise<string>> = {
  'refused connection': async () => `http://127.0.0.1:${await findRefusedPort()}/v1`,
  'TLS to a plain port': async () =>
    (await startRawServer((socket) => socket.end('no\n'))).baseUrl.replace('http:', 'https:'),
  'cut connection': async () => (await startRawServer((socket) => socket.destroy())).baseUrl,
  'answer that is no HTTP': async () =>
    (await startRawServer((socket) => socket.end(`SSH-2.0 ${API_KEY}\r\n\r\n`))).baseUrl,
  timeout: async () => (await startRawServer(() => undefined)).baseUrl,
  'HTML that repeats the key': async () =>
    (await startServer(answering(500, `<p>Authorization: Bearer ${API_KEY}</p>`))).baseUrl,
  'envelope that repeats the key': async () => (await startServer(answering(400, echo))).baseUrl,
  'envelope that repeats it escaped': async () =>
    (await startServer(answering(400, echo.replaceAll('/', '\\/').replaceAll('+', '\\u002B'))))
      .baseUrl,
  'throttled answer that repeats it': async () => (await startServer(answering(429, echo))).baseUrl,
};

it.each(Object.entries(SERVERS))(
  'the API key is nowhere in the error: %s',
  async (_name, start) => {
    const client = clientFor(await start(), { writeTimeoutMs: 150 });
    const error = await rejectionOf(client.addCandidateResultLink(CANDIDATE_LINK));
    const views = everyViewOf(error);
    expect(error.name).toMatch(/^Kombo/);
    expect(views).not.toContain(API_KEY);
    expect(views).not.toContain(encodeURIComponent(API_KEY));
    expect(views).not.toContain('Bearer sk');
  },
);

it('the message repeats no value of the request, in no spelling', async () => {
  const { label, url } = CANDIDATE_LINK.request_body;
  const html = (text: string) => text.replaceAll('&', '&amp;');
  const body = `<p>${label}</p>${html(url)} ${encodeURIComponent(url)} ${CANDIDATE_LINK.candidate_id} 97 of 100`;
  for (const answer of [
    body,
    JSON.stringify({ status: 'error', error: { code: 'X.Y', message: body } }),
  ]) {
    const server = await startServer(answering(400, answer));
    const { message } = await rejectionOf(
      clientFor(server.baseUrl).addCandidateResultLink(CANDIDATE_LINK),
    );
    expect(message).toContain('[…]');
    expect(message).not.toMatch(/Lovelace|assessments|3kPq8|97 of 100/);
  }
});

it("Kombo's own message is kept whole, apart from the message of the error", async () => {
  const message = `The url ${CANDIDATE_LINK.request_body.url} is not allowed.\nSorry.`;
  const body = JSON.stringify({
    status: 'error',
    error: { code: 'REMOTE.INPUT_INVALID', message },
  });
  const server = await startServer(answering(400, body));
  const error = await rejectionOf(clientFor(server.baseUrl).addCandidateResultLink(CANDIDATE_LINK));
  expect(error.komboMessage).toBe(message);
  expect(error.message).toBe(
    'Kombo answered REMOTE.INPUT_INVALID (HTTP 400): The url […] is not allowed. Sorry.',
  );
});

it('an error about a huge request with a huge answer does not take long', async () => {
  const attributes = Array.from({ length: 1000 }, (_, i) => ({
    key: `k${i}`,
    value: `value ${i}`,
  }));
  const details = { custom_field_name_prefix: 'Acme:', attributes };
  const server = await startServer(answering(500, 'value 1 value 999 '.repeat(200_000)));
  const started = performance.now();
  const error = await rejectionOf(
    clientFor(server.baseUrl).addCandidateResultLink({
      ...CANDIDATE_LINK,
      request_body: { ...CANDIDATE_LINK.request_body, details },
    }),
  );
  expect(performance.now() - started).toBeLessThan(3000);
  expect(error.message).not.toContain('value 9');
});
