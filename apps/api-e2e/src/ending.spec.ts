/** A process that gets SIGTERM while a caller waits, or while it waits itself: who learns what, in which order. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startProcess, type ServiceProcess } from './service-process.js';

const API_KEY = 'our-secret-of-16-or-more';
let kombo: Server;
let calls = 0;
let service: ServiceProcess | undefined;

beforeAll(async () => {
  kombo = createServer((_request, response) => {
    calls += 1;
    const answer = () =>
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end('{"status":"success","data":{},"warnings":[]}');
    setTimeout(answer, 4_000);
  });
  await new Promise<void>((resolve) => kombo.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  await service?.stop('SIGKILL');
  kombo.closeAllConnections();
  await new Promise((resolve) => kombo.close(resolve));
});

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Status of a readiness port; `null`: nothing listens. A new connection each time, as a prober makes. */
async function readiness(url: string): Promise<number | null> {
  const headers = { connection: 'close' };
  return fetch(`${url}/health/ready`, { headers }).then(
    ({ status }) => status,
    () => null,
  );
}

/** The states a port goes through, each once, until nothing listens any more. */
async function follow(url: string): Promise<(number | null)[]> {
  const seen: (number | null)[] = [];
  while (seen.at(-1) !== null) {
    const status = await readiness(url);
    if (seen.at(-1) !== status) seen.push(status);
    await pause(20);
  }
  return seen;
}

it('every readiness port says 503 before it closes; a waiting caller gets the real state', async () => {
  service = startProcess({
    KOMBO_API_KEY: 'k',
    KOMBO_BASE_URL: `http://127.0.0.1:${(kombo.address() as AddressInfo).port}/v1`,
    RESULT_LINKS_API_KEY: API_KEY,
    RESULT_LINKS_METRICS_PORT: '0',
    RESULT_LINKS_SHUTDOWN_DELAY: '1s',
  });
  const [, url = ''] = await service.waitFor(/listens on (http:\S+)/);
  const [, operations = ''] = await service.waitFor(/"url":"(http:[^"]+)","msg":"metrics/);
  expect([await readiness(url), await readiness(operations)]).toEqual([200, 200]);

  const waiting = fetch(`${url}/v1/ats/candidates/c/result-links`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${API_KEY}`,
      'x-integration-id': 'a:b',
      'content-type': 'application/json',
    },
    body: '{"label":"L","url":"https://a.example"}',
  });
  while (calls === 0) await pause(20);
  const ports = Promise.all([follow(url), follow(operations)]);
  await pause(200);
  service.process.kill('SIGTERM');

  const answer = await waiting;
  expect(answer.status).toBe(202);
  expect(answer.headers.get('x-delivery-state')).toBe('delivering');
  expect(await answer.json()).toMatchObject({ data: { state: 'delivering' } });
  expect(await ports).toEqual([
    [200, 503, null],
    [200, 503, null],
  ]);
  expect(await service.ended).toBe(0);
  expect(calls).toBe(1);
});

it.each(['api', 'worker'] as const)(
  'the %s ends in good order while it waits for its database: one line, no stack',
  async (app) => {
    const env = { KOMBO_API_KEY: 'k', DATABASE_URL: 'postgres://u@127.0.0.1:9/d' };
    const more = { RESULT_LINKS_API_KEY: API_KEY, RESULT_LINKS_SHUTDOWN_DELAY: '0s' };
    service = startProcess({ ...env, ...more }, [], app);
    await service.waitFor(/waiting for the database/);
    expect(await service.stop('SIGTERM')).toBe(0);
    expect(service.stderr).toBe('Ended while waiting for the database.\n');
  },
);
