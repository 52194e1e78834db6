import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { run } from '../../run.js';
import { COMMANDS } from '../index.js';

const ID = '7d9f0f5e-4a53-4bb0-9d0c-3c2f2b1c9a10';
let server: Server;
let url: string;
let received: { request: string; body: string }[];
let answers: { status: number; body?: unknown }[];

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      received.push({ request: `${request.method} ${request.url}`, body });
      const { status, body: answer } = answers.shift() ?? { status: 500, body: {} };
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(answer === undefined ? '' : JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(resolve));
});
beforeEach(() => {
  received = [];
  answers = [];
});

const endpoint = {
  ...{ id: ID, url: 'https://hooks.example.com/x', events: ['delivery.failed'] },
  ...{ disabled_at: null, disabled_reason: null, failing_since: null },
  ...{ previous_secret_until: null, created_at: '2026-11-23T10:00:00Z' },
};
const attempt = {
  ...{ message_id: 'm-1', type: 'webhook.test', number: 1, started_at: '2026-11-23T10:00:00Z' },
  ...{ duration_ms: 12, succeeded: true, http_status: 204, error: null, next_attempt_at: null },
};
const success = (data: unknown) => ({ status: 200, body: { status: 'success', data } });
const failure = (status: number, reason: string) => ({
  status,
  body: { status: 'error', error: { code: null, title: null, message: 'No.', reason } },
});

async function cli(...args: string[]) {
  const printed = { stdout: '', stderr: '' };
  const sink = (name: keyof typeof printed) => ({
    write: (text: string) => ((printed[name] += text), true),
  });
  const status = await run(
    {
      argv: ['webhooks', ...args],
      env: { RESULT_LINKS_API_URL: url, RESULT_LINKS_API_KEY: 'rl_key_of_this_test' },
      homeDir: '/nonexistent-home',
      stdin: () => Readable.from(['']),
      signal: new AbortController().signal,
      stdout: sink('stdout') as never,
      stderr: sink('stderr') as never,
    },
    COMMANDS,
  );
  return { status, ...printed };
}

it('create sends what was said and shows the secret', async () => {
  answers = [success({ ...endpoint, secret: 'whsec_abc' })];
  const flags = ['--event', 'delivery.failed', '--event', 'delivery.unknown'];
  const { status, stdout } = await cli('create', '--url', endpoint.url, ...flags);
  expect(status).toBe(0);
  expect(stdout.split('\n')[1]).toBe('whsec_abc');
  expect(received[0]?.request).toBe('POST /v1/webhook-endpoints');
  expect(JSON.parse(received[0]?.body ?? '')).toEqual({
    url: endpoint.url,
    events: ['delivery.failed', 'delivery.unknown'],
  });
});

it('list says how each does', async () => {
  const gone = { ...endpoint, disabled_at: 'then', disabled_reason: 'gone' };
  const failing = { ...endpoint, failing_since: 'then' };
  answers = [success({ results: [endpoint, failing, gone] }), success({ results: [gone] })];
  const { stdout } = await cli('list', '--json');
  expect(
    stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toEqual([endpoint, failing, gone]);
  expect((await cli('list')).stdout).toContain(ID);
});

it.each([
  [['update', ID, '--on'], `PATCH /v1/webhook-endpoints/${ID}`, '{"disabled":false}'],
  [['update', ID, '--off'], `PATCH /v1/webhook-endpoints/${ID}`, '{"disabled":true}'],
  [
    ['update', ID, '--url', 'https://b'],
    `PATCH /v1/webhook-endpoints/${ID}`,
    '{"url":"https://b"}',
  ],
  [['rotate-secret', ID], `POST /v1/webhook-endpoints/${ID}:rotate-secret`, ''],
])('%j is %s', async (args, request, body) => {
  answers = [success({ ...endpoint, secret: 'whsec_abc' })];
  expect((await cli(...args)).status).toBe(0);
  expect(received).toEqual([{ request, body }]);
});

it('delete says that it is gone', async () => {
  answers = [{ status: 204 }];
  const { status, stdout } = await cli('delete', ID);
  expect([status, stdout]).toEqual([0, `Deleted: ${ID}\n`]);
  expect(received[0]?.request).toBe(`DELETE /v1/webhook-endpoints/${ID}`);
});

it('test waits for what the address answers', async () => {
  const failed = { ...attempt, succeeded: false, http_status: 500, error: 'answered 500' };
  answers = [
    success({ message_id: 'm-1' }),
    success({ results: [] }),
    success({ results: [{ ...attempt, message_id: 'm-0' }, attempt] }),
  ];
  expect(await cli('test', ID)).toMatchObject({ status: 0, stdout: expect.stringMatching(/204/) });
  answers = [success({ message_id: 'm-1' }), success({ results: [failed] })];
  expect(await cli('test', ID)).toMatchObject({
    status: 3,
    stdout: expect.stringContaining('answered 500'),
  });
});

it('attempts lists what was sent', async () => {
  answers = [success({ results: [attempt] })];
  const { stdout } = await cli('attempts', ID, '--limit', '10', '--json');
  expect(JSON.parse(stdout)).toEqual(attempt);
  expect(received[0]?.request).toBe(`GET /v1/webhook-endpoints/${ID}/attempts?limit=10`);
});

it.each([
  [['create'], /--url/],
  [
    ['create', '--url', 'https://a', '--event', 'delivery.vanished'],
    /^Error: --event: not one of the allowed values: delivery\.delivered,/,
  ],
  [['update', ID], /--on/],
  [['update', ID, '--on', '--off'], /together/],
])('%j is wrong usage, and nothing is sent', async (args, words) => {
  const { status, stderr } = await cli(...args);
  expect(status).toBe(2);
  expect(stderr).toMatch(words);
  expect(received).toEqual([]);
});

it('what the API refuses is told with the way out', async () => {
  answers = [failure(404, 'webhook_endpoint_not_found')];
  expect((await cli('delete', ID)).status).toBe(2);
  answers = [failure(409, 'encryption_key_missing')];
  expect((await cli('create', '--url', 'https://a')).status).toBe(2);
});
