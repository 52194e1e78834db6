import { readEngineConfig } from './engine-config.js';
import { readDuration, readInteger, readRate } from './read.js';

it('works with nothing set', () => {
  expect(readEngineConfig({})).toEqual({
    kombo: null,
    observability: expect.objectContaining({ isTraced: false }),
    databaseUrl: undefined,
    dataDir: '.data',
    stateDir: { path: '.data', isRequired: false },
    dedupeWindowMs: 86_400_000,
    retentionMs: 2_592_000_000,
    onUnknown: 'hold',
    concurrency: 4_096,
    rate: undefined,
    encryptionKeys: [],
    logLevel: 'info',
    shutdownDelayMs: 2_000,
    webhooks: { komboSecret: undefined, allowPrivate: false, disableAfterMs: 432_000_000 },
  });
});

it.each<[string, Record<string, string>]>([
  ['DATABASE_URL', { DATABASE_URL: 'mysql://x' }],
  ['DATABASE_DIRECT_URL', { DATABASE_URL: 'postgres://x', DATABASE_DIRECT_URL: 'mysql://x' }],
  ['DATABASE_DIRECT_URL', { DATABASE_DIRECT_URL: 'postgres://x' }],
  ['RESULT_LINKS_SHUTDOWN_DELAY', { RESULT_LINKS_SHUTDOWN_DELAY: '2' }],
  ['KOMBO_BASE_URL', { KOMBO_API_KEY: 'k', KOMBO_BASE_URL: 'https://api.us.kombo.dev/v1' }],
  ['KOMBO_BASE_URL', { KOMBO_API_KEY: 'k', KOMBO_BASE_URL: 'https://api.kombo.dev:8443/v1' }],
  ['KOMBO_BASE_URL', { KOMBO_API_KEY: 'k', KOMBO_BASE_URL: 'https://api.kombo.dev/v2' }],
  ['KOMBO_BASE_URL', { KOMBO_API_KEY: 'k', KOMBO_BASE_URL: 'https://api.kombo.dev/v1?a=b' }],
  ['KOMBO_BASE_URL', { KOMBO_API_KEY: 'k', KOMBO_BASE_URL: 'https://a:b@proxy.example/v1' }],
  ['KOMBO_BASE_URL', { KOMBO_API_KEY: 'k', KOMBO_BASE_URL: 'http://proxy.example/v1' }],
  ['RESULT_LINKS_ENCRYPTION_KEY', { RESULT_LINKS_ENCRYPTION_KEY: 'a:short' }],
  ['RESULT_LINKS_DEDUPE_WINDOW', { RESULT_LINKS_DEDUPE_WINDOW: '24' }],
  ['RESULT_LINKS_DEDUPE_WINDOW', { RESULT_LINKS_DEDUPE_WINDOW: '-1h' }],
  ['RESULT_LINKS_RETENTION', { RESULT_LINKS_RETENTION: '0' }],
  ['RESULT_LINKS_RETENTION', { RESULT_LINKS_RETENTION: '30 days' }],
  ['RESULT_LINKS_ON_UNKNOWN', { RESULT_LINKS_ON_UNKNOWN: 'maybe' }],
  ['RESULT_LINKS_CONCURRENCY', { RESULT_LINKS_CONCURRENCY: '0' }],
  ['RESULT_LINKS_CONCURRENCY', { RESULT_LINKS_CONCURRENCY: '1e3' }],
  ['RESULT_LINKS_RATE', { RESULT_LINKS_RATE: '10' }],
  ['RESULT_LINKS_WEBHOOK_ALLOW_PRIVATE', { RESULT_LINKS_WEBHOOK_ALLOW_PRIVATE: 'yes' }],
  ['RESULT_LINKS_WEBHOOK_DISABLE_AFTER', { RESULT_LINKS_WEBHOOK_DISABLE_AFTER: '0' }],
  ['KOMBO_WEBHOOK_SECRET', { KOMBO_WEBHOOK_SECRET: 'x'.repeat(23) }],
  ['KOMBO_WEBHOOK_SECRET', { KOMBO_WEBHOOK_SECRET: ` ${'x'.repeat(23)} ` }],
  ['KOMBO_WEBHOOK_SECRET', { KOMBO_WEBHOOK_SECRET: `${'x'.repeat(12)} ${'x'.repeat(12)}` }],
  ['RESULT_LINKS_RATE', { RESULT_LINKS_RATE: '0/s' }],
])('names %s when it is wrong: %j', (name, env) => {
  expect(() => readEngineConfig(env)).toThrow(new RegExp(`^${name} `));
});

it('takes the base URL as requests are sent to it', () => {
  const env = { KOMBO_API_KEY: 'k', KOMBO_BASE_URL: ' https://PROXY.example:443/kombo// ' };
  expect(readEngineConfig(env).kombo?.baseUrl).toBe('https://proxy.example/kombo');
});

it.each([
  ['90s', 90_000],
  ['15m', 900_000],
  ['250ms', 250],
  ['30d', 2_592_000_000],
  ['0', 0],
])('reads the duration %s', (text, ms) => {
  expect(readDuration({ X: text }, 'X', 1)).toBe(ms);
});

it('"off" keeps content for ever', () => {
  expect(readEngineConfig({ RESULT_LINKS_RETENTION: 'off' }).retentionMs).toBeNull();
  expect(readEngineConfig({ RESULT_LINKS_RETENTION: '7d' }).retentionMs).toBe(604_800_000);
});

it('reads rates and whole numbers', () => {
  expect(readRate({ X: '300/m' }, 'X')).toEqual({ count: 300, windowMs: 60_000 });
  expect(readInteger({ X: '7' }, 'X', 1, [1, 10])).toBe(7);
});
