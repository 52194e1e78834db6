import type { Account } from '@result-links/delivery';
import type { EngineHealth } from './readiness.js';
import { startOperationsServer, type OperationsServer } from './operations-server.js';

const TOKEN = 'a-token-of-sixteen-or-more';
let server: OperationsServer;
let health: EngineHealth = {
  databaseProblem: null,
  isEnding: false,
  pausedAccounts: [],
  sendingStop: null,
  isFull: false,
};

const start = (token?: string) =>
  startOperationsServer({
    ...{ host: '127.0.0.1', port: 0, token, health: async () => health },
    metrics: { text: async () => 'a_metric 1\n' },
  });
const get = async (path: string, init: RequestInit = {}) => {
  const response = await fetch(server.url + path, init);
  return { status: response.status, headers: response.headers, text: await response.text() };
};
afterEach(() => server.close());

it('serves metrics and health', async () => {
  server = await start();
  const metrics = await get('/metrics');
  expect(metrics).toMatchObject({ status: 200, text: 'a_metric 1\n' });
  expect(metrics.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
  expect((await get('/health/live')).text).toBe('{"status":"ok"}');
  expect(JSON.parse((await get('/health/ready')).text)).toEqual({ status: 'ready', reasons: [] });
  health = {
    ...health,
    pausedAccounts: ['acme', 'beta', 'gamma'].map(
      (id, n) => ({ id, pausedDetails: n < 2 ? { code: 'CODE' } : null }) as Account,
    ),
    sendingStop: { reason: 'went_back', since: new Date() },
    isFull: true,
  };
  expect(JSON.parse((await get('/health/ready')).text)).toEqual({
    status: 'degraded',
    reasons: [
      'database_restored: went_back',
      'accounts_paused: 2 (CODE)',
      'accounts_paused: 1 (unknown)',
      'calls_exhausted',
    ],
  });
  health = { ...health, databaseProblem: 'database_full' };
  expect(await get('/health/ready')).toMatchObject({
    status: 503,
    text: '{"status":"not_ready","reasons":["database_full"]}',
  });
  health = { ...health, databaseProblem: null, isEnding: true };
  expect(await get('/health/ready')).toMatchObject({
    status: 503,
    text: '{"status":"not_ready","reasons":["shutting_down"]}',
  });
});

it('wants the token for metrics, where one is set, and not for health', async () => {
  server = await start(TOKEN);
  const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });
  expect(await get('/metrics')).toMatchObject({ status: 401 });
  expect(await get('/metrics', bearer(`${TOKEN}x`))).toMatchObject({ status: 401 });
  expect(await get('/metrics', bearer(TOKEN))).toMatchObject({ status: 200 });
  expect(await get('/health/live')).toMatchObject({ status: 200 });
});

it('knows nothing else, and says so in the shape of all our errors', async () => {
  server = await start();
  for (const [path, method, status] of [
    ['/', 'GET', 404],
    ['/metrics/', 'GET', 404],
    ['/metrics', 'POST', 405],
  ] as const) {
    const answer = await get(path, { method });
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.text)).toMatchObject({ status: 'error', error: { code: null } });
  }
});

it('fails with the system’s error where the port is taken', async () => {
  server = await start();
  const port = Number(new URL(server.url).port);
  const health = async () => ({
    databaseProblem: null,
    isEnding: false,
    pausedAccounts: [],
    sendingStop: null,
    isFull: false,
  });
  await expect(
    startOperationsServer({
      ...{ host: '127.0.0.1', port, token: undefined, health },
      metrics: { text: async () => '' },
    }),
  ).rejects.toMatchObject({ code: 'EADDRINUSE' });
});
