/** Webhooks both ways through the built service, and a process that is killed while it sends one. */
import { createHmac, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startProcess, type ServiceProcess } from './service-process.js';

const API_KEY = 'our-secret-of-16-or-more';
const INTEGRATION = 'workday:sandbox-healthy';
const dataDir = mkdtempSync(join(tmpdir(), 'result-links-e2e-webhooks-'));
const encryptionKey = `k1:${randomBytes(32).toString('base64')}`;
const running: ServiceProcess[] = [];
const received: { headers: Record<string, string>; body: string }[] = [];
let receiver: Server;
let answer: (response: ServerResponse) => void = () => undefined;

beforeAll(async () => {
  receiver = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      received.push({ headers: request.headers as Record<string, string>, body });
      answer(response);
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  await Promise.all(running.map((service) => service.stop('SIGKILL')));
  receiver.closeAllConnections();
  await new Promise((resolve) => receiver.close(resolve));
  rmSync(dataDir, { recursive: true, force: true });
});

async function start(): Promise<{ service: ServiceProcess; url: string; sandbox: string }> {
  const service = startProcess({
    RESULT_LINKS_API_KEY: API_KEY,
    RESULT_LINKS_DATA_DIR: dataDir,
    RESULT_LINKS_ENCRYPTION_KEY: encryptionKey,
    RESULT_LINKS_WEBHOOK_ALLOW_PRIVATE: 'on',
  });
  running.push(service);
  const [, url = ''] = await service.waitFor(/listens on (http:\S+)/);
  const [, sandbox = ''] = await service.waitFor(/embedded sandbox on (http:[^\s,]+)/);
  return { service, url, sandbox };
}

async function post(url: string, body: object): Promise<Record<string, unknown>> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${API_KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return (await response.json()) as Record<string, never>;
}

async function arrived(count: number): Promise<void> {
  for (let n = 0; n < 400 && received.length < count; n += 1) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  expect(received.length).toBeGreaterThanOrEqual(count);
}

it('Kombo says it broke, we tell it, and a kill -9 while telling loses nothing', async () => {
  const first = await start();
  const address = receiver.address() as AddressInfo;
  const made = await post(`${first.url}/v1/webhook-endpoints`, {
    url: `http://127.0.0.1:${address.port}/hooks`,
    events: ['integration.parked'],
  });
  const { secret } = made['data'] as unknown as { secret: string };

  const told = await post(`${first.sandbox}/__sandbox/webhooks`, {
    url: `${first.url}/v1/webhooks/kombo`,
    integration: INTEGRATION,
    data: { state: 'INVALID' },
  });
  expect(told).toMatchObject({ answer: { status: 200, body: expect.stringMatching(/parked/) } });
  // The receiver has it and does not answer; that is when the process dies.
  await arrived(1);
  await first.service.stop('SIGKILL');

  answer = (response) => response.writeHead(204).end();
  const second = await start();
  await arrived(2);
  const [before, after] = received;
  expect(after?.body).toBe(before?.body);
  expect(after?.headers['webhook-id']).toBe(before?.headers['webhook-id']);
  expect(JSON.parse(after?.body ?? '')).toMatchObject({
    type: 'integration.parked',
    data: { integration_id: INTEGRATION, error_code: 'INTEGRATION.AUTHENTICATION_INVALID' },
  });
  // Checked by hand, as the specification puts it: no library of ours or theirs.
  const { headers, body } = after as (typeof received)[number];
  const expected = createHmac('sha256', Buffer.from(secret.replace('whsec_', ''), 'base64'))
    .update(`${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`)
    .digest('base64');
  expect(headers['webhook-signature']).toBe(`v1,${expected}`);
  expect(await second.service.stop('SIGTERM')).toBe(0);
}, 90_000);
