/** A process that is killed in the middle of a call to Kombo, and the one that is started after it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startProcess, type ServiceProcess } from './service-process.js';

const API_KEY = 'our-secret-of-16-or-more';
const dataDir = mkdtempSync(join(tmpdir(), 'result-links-e2e-kill-'));
const running: ServiceProcess[] = [];
let kombo: Server;
let calls = 0;

beforeAll(async () => {
  // Takes every request and never answers.
  kombo = createServer(() => (calls += 1));
  await new Promise<void>((resolve) => kombo.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  await Promise.all(running.map((service) => service.stop('SIGKILL')));
  kombo.closeAllConnections();
  await new Promise((resolve) => kombo.close(resolve));
  rmSync(dataDir, { recursive: true, force: true });
});

async function start(): Promise<{ service: ServiceProcess; url: string }> {
  const service = startProcess({
    KOMBO_API_KEY: 'k',
    KOMBO_BASE_URL: `http://127.0.0.1:${(kombo.address() as AddressInfo).port}/v1`,
    RESULT_LINKS_API_KEY: API_KEY,
    RESULT_LINKS_DATA_DIR: dataDir,
  });
  running.push(service);
  const [, url = ''] = await service.waitFor(/listens on (http:\S+)/);
  return { service, url };
}

const headers = { authorization: `Bearer ${API_KEY}` };
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

it('the attempt is unknown soon after the restart, and is not made again', async () => {
  const first = await start();
  const accepted = await fetch(`${first.url}/v1/ats/candidates/c/result-links`, {
    method: 'POST',
    headers: {
      ...headers,
      'x-integration-id': 'a:b',
      'content-type': 'application/json',
      prefer: 'respond-async',
    },
    body: '{"label":"L","url":"https://a.example"}',
  });
  const id = accepted.headers.get('x-delivery-id');
  while (calls === 0) await pause(20);
  await first.service.stop('SIGKILL');

  const second = await start();
  const show = async () => {
    const response = await fetch(`${second.url}/v1/deliveries/${id}`, { headers });
    return (await response.json()) as {
      data: { state: string; attempts: { outcome: string; request_sent: string }[] };
    };
  };
  const startedAt = Date.now();
  while ((await show()).data.state === 'delivering') {
    if (Date.now() - startedAt > 25_000) throw new Error('the attempt is still open');
    await pause(100);
  }
  const { data } = await show();
  expect(data).toMatchObject({
    state: 'unknown',
    attempts: [{ outcome: 'unknown', request_sent: 'maybe' }],
  });
  await pause(1_500);
  expect(calls).toBe(1);
  expect(await second.service.stop('SIGTERM')).toBe(0);
});
