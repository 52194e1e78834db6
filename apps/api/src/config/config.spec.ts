import { readConfig } from './config.js';
import { ConfigError } from '@result-links/engine';

it('works with nothing set: loopback, an embedded sandbox and a key of its own', () => {
  const config = readConfig({});
  expect(config).toMatchObject({
    host: '127.0.0.1',
    port: 3000,
    isApiKeyGenerated: true,
    isWorker: true,
    engine: {
      kombo: null,
      databaseUrl: undefined,
      dataDir: '.data',
      logLevel: 'info',
      onUnknown: 'hold',
    },
  });
  expect(config.apiKey).toMatch(/^rl_[\w-]{32}$/);
  expect(readConfig({}).apiKey).not.toBe(config.apiKey);
});

it('reads everything', () => {
  const env = {
    HOST: '0.0.0.0',
    PORT: '0',
    RESULT_LINKS_API_KEY: 'a-key-of-sixteen-or-more',
    KOMBO_API_KEY: 'kombo',
    KOMBO_REGION: 'us',
    KOMBO_BASE_URL: 'http://127.0.0.1:9/v1',
    RESULT_LINKS_LOG_LEVEL: 'debug',
  };
  expect(readConfig(env)).toMatchObject({
    host: '0.0.0.0',
    port: 0,
    apiKey: env.RESULT_LINKS_API_KEY,
    isApiKeyGenerated: false,
    engine: {
      kombo: { apiKey: 'kombo', region: 'us', baseUrl: env.KOMBO_BASE_URL },
      logLevel: 'debug',
    },
  });
});

it('takes a blank variable for an unset one', () => {
  expect(readConfig({ PORT: ' ', KOMBO_API_KEY: '' })).toMatchObject({
    port: 3000,
    engine: { kombo: null },
  });
});

it.each<[string, Record<string, string>]>([
  ['PORT', { PORT: 'http' }],
  ['PORT', { PORT: '65536' }],
  ['PORT', { PORT: '-1' }],
  ['KOMBO_REGION', { KOMBO_API_KEY: 'k', KOMBO_REGION: 'EU-1' }],
  ['KOMBO_BASE_URL', { KOMBO_API_KEY: 'k', KOMBO_BASE_URL: 'api.kombo.dev' }],
  ['KOMBO_BASE_URL', { KOMBO_BASE_URL: 'http://127.0.0.1:9' }],
  ['RESULT_LINKS_API_KEY', { RESULT_LINKS_API_KEY: 'short' }],
  ['RESULT_LINKS_ADMIN_KEY', { RESULT_LINKS_ADMIN_KEY: 'a-key-of-sixteen-or-more' }],
  [
    'RESULT_LINKS_ADMIN_KEY',
    { RESULT_LINKS_ADMIN_KEY: 'k'.repeat(32), RESULT_LINKS_API_KEY: 'k'.repeat(32) },
  ],
  ['RESULT_LINKS_LOG_LEVEL', { RESULT_LINKS_LOG_LEVEL: 'loud' }],
])('names %s when it is wrong: %j', (name, env) => {
  expect(() => readConfig(env)).toThrow(new RegExp(`^${name} `));
});

it('names all that are wrong at once', () => {
  try {
    readConfig({ PORT: 'x', RESULT_LINKS_LOG_LEVEL: 'y' });
    throw new Error('accepted');
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    expect((error as ConfigError).problems).toHaveLength(2);
  }
});

it('a sandbox may stand in for Kombo in a trial, and elsewhere when it is set', () => {
  const refusal = (env: Record<string, string>) => readConfig(env).sandboxRefusal;
  expect(refusal({})).toBeNull();
  for (const NODE_ENV of ['development', 'Dev', 'test', ' ']) {
    expect(refusal({ NODE_ENV, HOST: 'localhost' })).toBeNull();
  }
  for (const [env, sign] of [
    ...['production', 'Production', 'PROD', 'producton', 'staging', 'live'].map(
      (value) => [{ NODE_ENV: value }, `NODE_ENV is "${value}"`] as const,
    ),
    [{ NODE_ENV: ' production ' }, 'NODE_ENV is "production"'],
    [{ DATABASE_URL: 'postgres://db/x' }, 'DATABASE_URL is set'],
    [{ HOST: '0.0.0.0' }, 'HOST is not loopback'],
    [{ HOST: '::' }, 'HOST is not loopback'],
  ] as const) {
    expect(refusal(env)).toContain(sign);
    expect(refusal({ ...env, RESULT_LINKS_SANDBOX: 'on' })).toBeNull();
  }
  expect(refusal({ RESULT_LINKS_SANDBOX: 'off' })).toContain('RESULT_LINKS_SANDBOX is off');
});
