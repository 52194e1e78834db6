import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { run } from '../../run.js';
import { COMMANDS } from '../index.js';
import { Readable } from 'node:stream';

const ADMIN_KEY = 'admin-key-of-this-test-0123456789';
const KOMBO_KEY = 'kombo-key-of-this-test';

interface Received {
  request: string;
  body: string;
  authorization: string | undefined;
}
let server: Server;
let url: string;
let received: Received[];
let answers: { status: number; body: unknown }[];
/** Answers that are no JSON document, before {@link answers}. */
let texts: string[];
beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      const { method, url: path, headers } = request;
      received.push({ request: `${method} ${path}`, body, authorization: headers.authorization });
      const text = texts.shift();
      if (text !== undefined) {
        response.end(text);
        return;
      }
      const { status, body: answer } = answers.shift() ?? { status: 500, body: {} };
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answer));
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
  texts = [];
});

const account = {
  ...{ id: 'acme', name: null, source: 'stored', region: 'eu', base_url: null },
  ...{ has_webhook_secret: false, on_unknown: 'hold', limits: { concurrency: 3, rate: '5/s' } },
  ...{ is_enabled: true, created_at: '2026-11-23T10:00:00Z', updated_at: '2026-11-23T10:00:00Z' },
};
const key = {
  ...{ id: 'k1', account_id: 'acme', name: 'ci', hint: 'wxyz', scope: 'read', integrations: null },
  ...{ created_at: 'now', expires_at: null, revoked_at: null, last_used_at: null },
};
const success = (data: unknown) => ({ status: 200, body: { status: 'success', data } });
const failure = (status: number, reason: string) => ({
  status,
  body: {
    status: 'error',
    error: { code: null, title: null, message: `About ${KOMBO_KEY}.`, log_url: null, reason },
  },
});

async function cli(args: string[], given: { env?: Record<string, string>; stdin?: string } = {}) {
  const printed = { stdout: '', stderr: '' };
  const sink = (name: keyof typeof printed) => ({
    write: (text: string) => ((printed[name] += text), true),
  });
  const status = await run(
    {
      argv: ['admin', ...args],
      env: { RESULT_LINKS_API_URL: url, RESULT_LINKS_ADMIN_KEY: ADMIN_KEY, ...given.env },
      homeDir: '/nonexistent-home',
      stdin: () => Readable.from([given.stdin ?? '']),
      signal: new AbortController().signal,
      stdout: sink('stdout') as never,
      stderr: sink('stderr') as never,
    },
    COMMANDS,
  );
  return { status, ...printed };
}

it('makes an account with a key from stdin, and shows no secret', async () => {
  answers = [success(account)];
  const ran = await cli(
    ['accounts', 'create', 'acme', '--region', 'eu', '--kombo-key-from', 'stdin', '--rate', '5/s'],
    { stdin: `${KOMBO_KEY}\n` },
  );
  expect(ran.status).toBe(0);
  expect(received).toEqual([
    {
      request: 'POST /v1/admin/accounts',
      body: JSON.stringify({
        id: 'acme',
        region: 'eu',
        kombo_api_key: KOMBO_KEY,
        limits: { concurrency: null, rate: '5/s' },
      }),
      authorization: `Bearer ${ADMIN_KEY}`,
    },
  ]);
  expect(ran.stdout).toContain('Made: acme, enabled');
  expect(ran.stdout).not.toContain(KOMBO_KEY);
});

it('masks a secret that the API repeats', async () => {
  answers = [failure(409, 'account_exists')];
  const ran = await cli(
    ['accounts', 'create', 'acme', '--region', 'eu', '--kombo-key-from', 'env:KEY'],
    { env: { KEY: KOMBO_KEY } },
  );
  expect(ran.status).toBe(2);
  expect(ran.stderr).toContain('About ****');
});

it('changes what is given', async () => {
  answers = [success({ ...account, is_enabled: false })];
  const ran = await cli(['accounts', 'update', 'acme', '--disable', '--json']);
  expect(received[0]).toMatchObject({
    request: 'PATCH /v1/admin/accounts/acme',
    body: '{"is_enabled":false}',
  });
  expect(JSON.parse(ran.stdout)).toMatchObject({ id: 'acme', is_enabled: false });
});

it('lists, shows and deletes accounts', async () => {
  answers = [success({ results: [account] }), success(account), success({ id: 'acme' })];
  expect((await cli(['accounts', 'list'])).stdout).toContain('acme');
  expect((await cli(['accounts', 'show', 'acme'])).stdout).toMatch(/Region: +eu/);
  expect((await cli(['accounts', 'delete', 'acme'])).stdout).toBe('Deleted: acme\n');
});

it('makes a key and shows it; lists and revokes keys', async () => {
  answers = [
    success({ ...key, key: 'rlk_the-key' }),
    success({ results: [key] }),
    success({ ...key, revoked_at: 'now' }),
  ];
  const made = await cli(['keys', 'create', 'acme', '--name', 'ci', '--integration', 'x:1']);
  expect(made.stdout).toContain('rlk_the-key');
  expect(received[0]?.body).toBe('{"name":"ci","integrations":["x:1"]}');
  expect((await cli(['keys', 'list', 'acme'])).stdout).toContain('wxyz');
  expect((await cli(['keys', 'revoke', 'acme', 'k1'])).stdout).toBe('Revoked: k1, "ci"\n');
});

it('rotates round after round, and says when something is left', async () => {
  const round = (next: string | null, is_complete: boolean) =>
    success({ key_id: '2026', resealed: 2, next, is_complete });
  answers = [round('d1', false), round(null, true)];
  const ran = await cli(['encryption', 'rotate']);
  expect(ran.stdout).toContain('4 values were sealed');
  expect(received.map(({ body }) => body)).toEqual(['{"after":null}', '{"after":"d1"}']);
  answers = [round(null, false)];
  expect((await cli(['encryption', 'rotate'])).status).toBe(5);
});

it.each<[string, string[], Record<string, string>, string]>([
  ['without an admin key', ['accounts', 'list'], { RESULT_LINKS_ADMIN_KEY: '' }, 'no admin key'],
  [
    'with a secret as a flag',
    ['accounts', 'update', 'a', '--kombo-key-from', KOMBO_KEY],
    {},
    'where the secret is',
  ],
  ['without a region', ['accounts', 'create', 'a'], {}, '--region'],
  ['with nothing to change', ['accounts', 'update', 'a'], {}, 'What is to change'],
  ['without what a key is for', ['keys', 'create', 'a'], {}, '--name'],
])('asks nothing %s', async (_what, args, env, message) => {
  const ran = await cli(args, { env });
  expect(ran.status).toBe(2);
  expect(ran.stderr).toContain(message);
  expect(ran.stderr).not.toContain(KOMBO_KEY);
  expect(received).toEqual([]);
});

it('says when the API has no admin routes, and when the key is wrong', async () => {
  answers = [failure(404, 'route_not_found')];
  expect(await cli(['accounts', 'list'])).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('has no admin routes'),
  });
  for (const reason of ['admin_key_wrong', 'admin_key_revoked', 'admin_key_expired']) {
    answers = [failure(401, reason)];
    expect(await cli(['accounts', 'list'])).toMatchObject({
      status: 6,
      stderr: expect.stringContaining('Set RESULT_LINKS_ADMIN_KEY'),
    });
  }
  answers = [failure(403, 'scope_missing')];
  expect(await cli(['accounts', 'delete', 'acme'])).toMatchObject({
    status: 6,
    stderr: expect.stringContaining('may only read'),
  });
});

it('creates, lists and revokes admin keys', async () => {
  const { account_id: _account, integrations: _integrations, ...adminKey } = key;
  answers = [
    success({ ...adminKey, name: 'kim', key: 'rla_the-key' }),
    success({ results: [adminKey] }),
    success({ ...adminKey, revoked_at: 'now' }),
  ];
  const create = ['admin-keys', 'create', '--name', 'kim', '--scope', 'read'];
  expect((await cli([...create, '--expires', '2099-01-01'])).stdout).toContain('rla_the-key');
  const body = { name: 'kim', scope: 'read', expires_at: '2099-01-01T00:00:00.000Z' };
  expect(received[0]).toMatchObject({
    ...{ request: 'POST /v1/admin/keys', body: JSON.stringify(body) },
  });
  expect((await cli(['admin-keys', 'list'])).stdout).toMatch(/good .*wxyz/);
  expect((await cli(['admin-keys', 'revoke', 'k1'])).stdout).toBe('Revoked: k1, "ci"\n');
  expect(await cli(['admin-keys', 'create'])).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('--name: missing'),
  });
});

it('lists who did what, page by page, as far as asked', async () => {
  const record = {
    ...{ id: 'r1', at: '2026-11-23T10:00:00.000Z', action: 'account.update' },
    ...{ key_type: 'admin_key', key_id: 'k1', key_name: 'kim\u001b[31m', address: '192.0.2.7' },
    ...{ account_id: 'acme', subject: 'acme', details: { is_enabled: false } },
  };
  answers = [
    success({ results: [record], next: 'c1' }),
    success({ results: [record], next: 'c2' }),
  ];
  const filters = ['--account', 'acme', '--action', 'account.update', '--by', 'k1'];
  const times = ['--since', '2026-11-01', '--until', '2026-11-24'];
  const ran = await cli(['audit', ...filters, ...times, '--limit', '2']);
  expect(ran).toMatchObject({ status: 0, stderr: expect.stringContaining('more than these 2') });
  expect(ran.stdout).toMatch(
    /2026-11-23 10:00:00Z +account.update +kim\S* +192.0.2.7 +acme +acme +{"is_enabled":false}/,
  );
  expect(ran.stdout).not.toContain('\u001b');
  const query =
    'account_id=acme&action=account.update&key_id=k1' +
    '&since=2026-11-01T00%3A00%3A00.000Z&until=2026-11-24T00%3A00%3A00.000Z';
  expect(received.map(({ request }) => request)).toEqual([
    `GET /v1/admin/audit-records?${query}&limit=2`,
    `GET /v1/admin/audit-records?${query}&limit=1&cursor=c1`,
  ]);
  answers = [success({ results: [record], next: null })];
  expect(JSON.parse((await cli(['audit', '--json'])).stdout)).toEqual(record);
});

const erasure = { id: 'e1', deliveries: 3, cancelled: 1, in_flight: 1 };

it('erases only when told twice, and says what it cannot reach', async () => {
  expect(await cli(['erase', '--candidate', 'c1'])).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('--yes'),
  });
  expect((await cli(['erase', '--yes'])).status).toBe(2);
  const both = ['erase', '--candidate', 'c', '--application', 'a', '--yes'];
  expect((await cli(both)).status).toBe(2);
  expect(received).toEqual([]);

  answers = [success(erasure)];
  const ran = await cli(['erase', '--candidate', 'c1', '--integration', 'a:b', '--yes']);
  expect(received).toMatchObject([
    { request: 'POST /v1/admin/erasures', body: '{"candidate_id":"c1","integration_id":"a:b"}' },
  ]);
  expect(ran.status).toBe(0);
  expect(ran.stdout).toMatch(/Erased:.* 3 deliveries, 1 of them cancelled \(record e1\)/);
  expect(ran.stdout).toMatch(/1 of them under way[^]*backups/);
});

it('exports line by line, and tells when the end is missing', async () => {
  const delivery = { type: 'delivery', id: 'd1' };
  const end = { type: 'end', deliveries: 1, next: null };
  const whole = `${JSON.stringify(delivery)}\n${JSON.stringify(end)}\n`;
  texts = [whole, `${JSON.stringify(delivery)}\n{"type":"del`];
  const ran = await cli(['export', '--account', 'acme', '--since', '2026-11-01', '--bodies']);
  expect(received[0]?.request).toBe(
    'GET /v1/admin/audit?account_id=acme&accepted_after=2026-11-01T00%3A00%3A00.000Z&include_bodies=true',
  );
  expect(ran).toMatchObject({ status: 0, stdout: whole });

  const cutOff = await cli(['export']);
  expect(cutOff.stdout).toBe(`${JSON.stringify(delivery)}\n`);
  expect(cutOff.status).not.toBe(0);
  expect(cutOff.stderr).toContain('--after');
});

it('confirms a restored database only with --yes, and counts without', async () => {
  expect(await cli(['restored'])).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('--dry-run'),
  });
  const confirmation = { unknown: 5, retried: 2, accepted_before: '2026-11-23T02:00:00.000Z' };
  answers = [
    success({ ...confirmation, is_dry_run: true }),
    success({ ...confirmation, retried: 0, is_dry_run: false }),
  ];
  const counted = await cli(['restored', '--dry-run', '--since', '2026-11-23T02:00:00Z']);
  expect(counted.stdout).toMatch(/Would become unknown: 5 .*\n2 more are sent/);
  const done = await cli(['restored', '--nothing-sent', '--yes']);
  expect(done.stdout).toMatch(/Sending resumed. Now unknown: 5 deliveries/);
  expect(received.map(({ request, body }) => [request, body])).toEqual([
    ['POST /v1/admin/database:restored', '{"since":"2026-11-23T02:00:00.000Z","dry_run":true}'],
    ['POST /v1/admin/database:restored', '{"nothing_sent":true}'],
  ]);
});

it('moves no database without a directory', async () => {
  expect(await cli(['migrate'])).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('--from: missing'),
  });
});
