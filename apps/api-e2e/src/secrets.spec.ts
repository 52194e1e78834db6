/** Marked secrets, and everything a stranger may get to see of the service that has them. */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startProcess, type ServiceProcess } from './service-process.js';

const MARKS = {
  ownKey: 'mark-own-key-0123456789',
  adminKey: 'mark-admin-key-0123456789-0123456789',
  komboKey: 'mark-kombo-key-0123456789',
  storedKomboKey: 'mark-stored-kombo-key-0123456789',
  webhookSecret: 'mark-webhook-secret-0123456789',
  encryptionKey: randomBytes(32).toString('base64'),
  databasePassword: 'mark-database-password',
  // Not ours, but somebody's: the key of another service, sent here by mistake.
  strangeKey: 'mark-strange-key-0123456789',
  label: 'mark-of-a-label',
  url: 'mark-of-a-url',
};

let kombo: Server;
const running: ServiceProcess[] = [];
beforeAll(async () => {
  // Repeats in its errors whatever it was sent, as some do.
  kombo = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      const message = `Refused: ${request.headers.authorization} ${request.url}`;
      response.writeHead(400, { 'content-type': 'application/json' });
      const error = { code: 'REMOTE.INPUT_INVALID', title: 'No', message, log_url: null };
      response.end(JSON.stringify({ status: 'error', error }));
    });
  });
  await new Promise<void>((resolve) => kombo.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  await Promise.all(running.map((service) => service.stop('SIGKILL')));
  kombo.closeAllConnections();
  await new Promise((resolve) => kombo.close(resolve));
});

function start(env: Record<string, string>): ServiceProcess {
  const service = startProcess({
    RESULT_LINKS_API_KEY: MARKS.ownKey,
    RESULT_LINKS_ADMIN_KEY: MARKS.adminKey,
    RESULT_LINKS_ENCRYPTION_KEY: `mark:${MARKS.encryptionKey}`,
    KOMBO_API_KEY: MARKS.komboKey,
    KOMBO_BASE_URL: `http://127.0.0.1:${(kombo.address() as AddressInfo).port}/v1`,
    KOMBO_WEBHOOK_SECRET: MARKS.webhookSecret,
    RESULT_LINKS_LOG_LEVEL: 'trace',
    ...env,
  });
  running.push(service);
  return service;
}

/** What `ps`, the log and the answers show. */
function expectNoMarks(service: ServiceProcess, answers: readonly string[]): void {
  const commandLine = `/proc/${service.process.pid}/cmdline`;
  const seen = {
    arguments: existsSync(commandLine)
      ? readFileSync(commandLine, 'utf8')
      : service.process.spawnargs.join(' '),
    stdout: service.stdout,
    stderr: service.stderr,
    answers: answers.join('\n'),
  };
  for (const [place, text] of Object.entries(seen)) {
    const shown = Object.entries(MARKS).filter(([, mark]) => text.includes(mark));
    expect([place, shown.map(([name]) => name)]).toEqual([place, []]);
  }
}

it('no secret and no content is in arguments, log or answers, whatever goes wrong', async () => {
  const service = start({});
  const [, url = ''] = await service.waitFor(/listens on (http:\S+)/);
  const answers: string[] = [];
  const ask = async (path: string, key: string, init: RequestInit = {}) => {
    const headers = {
      authorization: `Bearer ${key}`,
      'x-integration-id': 'a:b',
      'content-type': 'application/json',
      ...(init.headers as Record<string, string>),
    };
    const response = await fetch(url + path, { ...init, headers });
    answers.push(`${[...response.headers].join(' ')} ${await response.text()}`);
    return response.status;
  };
  const post = (body: unknown) => ({ method: 'POST', body: JSON.stringify(body) });
  const write = '/v1/ats/candidates/candidate-1/result-links';
  const link = { label: MARKS.label, url: `https://${MARKS.url}.example/` };

  expect(await ask(write, MARKS.ownKey, post(link))).toBe(400);
  expect(await ask(write, MARKS.ownKey, post({ ...link, surprise: 1 }))).toBe(400);
  expect(await ask(write, MARKS.ownKey, { method: 'POST', body: `{"label":"${MARKS.label}` })).toBe(
    400,
  );
  expect(await ask(write, MARKS.strangeKey, post(link))).toBe(401);
  expect(await ask('/v1/admin/accounts', MARKS.strangeKey)).toBe(401);
  expect(await ask('/v1/integrations/a:b/readiness', MARKS.ownKey)).toBeGreaterThanOrEqual(400);
  const account = { id: 'marked', region: 'eu', kombo_api_key: MARKS.storedKomboKey };
  expect(await ask('/v1/admin/accounts', MARKS.adminKey, post(account))).toBe(201);
  expect(await ask('/v1/admin/accounts', MARKS.adminKey, post(account))).toBe(409);
  expect(await ask('/v1/admin/accounts', MARKS.adminKey, post({ ...account, id: 7 }))).toBe(400);
  expect(await ask('/v1/admin/audit', MARKS.adminKey)).toBe(200);
  expect(await ask('/v1/deliveries', MARKS.ownKey)).toBe(200);
  await ask('/v1/webhooks/kombo', '', {
    ...post({ type: 'x' }),
    headers: { 'x-kombo-signature': MARKS.webhookSecret },
  });
  expectNoMarks(service, answers);
  await service.stop('SIGTERM');
  expectNoMarks(service, []);
}, 150_000);

it('a database that is away does not make its password known', async () => {
  const databaseUrl = `postgres://user:${MARKS.databasePassword}@127.0.0.1:9/results`;
  const service = start({ DATABASE_URL: databaseUrl, RESULT_LINKS_SANDBOX: 'on' });
  const [, url = ''] = await service.waitFor(/listening at (http:[^"]+)/);
  const response = await fetch(`${url}/health/ready`);
  expect(response.status).toBe(503);
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  expectNoMarks(service, [await response.text()]);
  expect(service.stdout).toContain('database');
}, 60_000);

it('a start that fails repeats no secret', async () => {
  const service = start({
    DATABASE_URL: `mysql://user:${MARKS.databasePassword}@db/results`,
    KOMBO_BASE_URL: `not-a-url-${MARKS.komboKey}`,
    RESULT_LINKS_ENCRYPTION_KEY: `mark:${MARKS.encryptionKey}x`,
  });
  expect(await service.ended).toBe(1);
  expect(service.stderr).toContain('DATABASE_URL');
  expectNoMarks(service, []);
});
