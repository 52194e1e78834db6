import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contentHash } from '@result-links/delivery';
import { KomboClient } from '@result-links/kombo-client';
import { readEngineConfig } from './config/engine-config.js';
import { DEFAULT_ACCOUNT, openEngine, type Engine } from './engine.js';
import { createLogger } from './logger.js';

const dataDir = mkdtempSync(join(tmpdir(), 'result-links-engine-'));
const logger = createLogger('silent');
const kombo = new KomboClient({ apiKey: 'k', baseUrl: 'http://127.0.0.1:9/v1' });
const config = (env: Record<string, string> = {}) =>
  readEngineConfig({ RESULT_LINKS_DATA_DIR: dataDir, ...env });
const engines: Engine[] = [];
async function open(env?: Record<string, string>): Promise<Engine> {
  const engine = await openEngine(config(env), { kombo, logger, isWorker: true });
  engines.push(engine);
  return engine;
}
afterEach(() => Promise.all(engines.splice(0).map((engine) => engine.close(1_000))));
afterAll(() => {
  kombo.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const link = {
  accountId: DEFAULT_ACCOUNT,
  integrationId: 'a:b',
  target: { type: 'candidate', id: 'c' } as const,
  body: { label: 'L', url: 'https://a.example' },
};

it('keeps what it accepted over a restart, and is the only one on its directory', async () => {
  const first = await open();
  await first.ready();
  const { delivery } = await first.deliveries.accept({
    ...link,
    contentHash: contentHash(link),
    idempotencyKey: null,
    dedupeWindowMs: 0,
  });
  await expect(open()).rejects.toThrow(/in use/);
  await first.close(1_000);

  const second = await open();
  await second.ready();
  expect(await second.deliveries.find(DEFAULT_ACCOUNT, delivery.id)).toMatchObject({
    id: delivery.id,
    body: link.body,
  });
  const up = {
    databaseProblem: null,
    isEnding: false,
    pausedAccounts: [],
    sendingStop: null,
    isFull: false,
  };
  expect(await second.health()).toEqual(up);
  second.announceEnd();
  expect(await second.health()).toEqual({ ...up, isEnding: true });
  expect(second.clientOf('another')).toBeUndefined();
  expect(second.observability).toMatchObject({ metrics: null, tracing: null });
});

it('opens while its server is down, says so, and closes', async () => {
  const engine = await open({ DATABASE_URL: 'postgres://127.0.0.1:9/none' });
  const ready = engine.ready().catch(() => 'closed');
  expect(await engine.health()).toMatchObject({
    databaseProblem: 'database_unavailable',
    pausedAccounts: [],
  });
  await expect(
    engine.deliveries.accept({
      ...link,
      contentHash: contentHash(link),
      idempotencyKey: null,
      dedupeWindowMs: 0,
    }),
  ).rejects.toThrow(expect.objectContaining({ name: 'DatabaseUnavailableError' }));
  await engine.close(1_000);
  expect(await ready).toBe('closed');
});

it('does not start with the webhook secret of a stored account', async () => {
  const secret = 'webhook-secret-of-24-characters';
  const keys = { RESULT_LINKS_ENCRYPTION_KEY: `k:${Buffer.alloc(32, 1).toString('base64')}` };
  const first = await open(keys);
  await first.ready();
  await first.accounts.create({
    ...{ id: 'acme', name: null, region: 'eu', baseUrl: null, komboApiKey: 'k' },
    ...{ webhookSecret: secret, onUnknown: 'hold' },
    limits: { concurrencyLimit: null, rate: null },
  });
  await first.close(1_000);

  const second = await open({ ...keys, KOMBO_WEBHOOK_SECRET: secret });
  await expect(second.ready()).rejects.toThrow(/also the webhook secret of the account "acme"/);
});
