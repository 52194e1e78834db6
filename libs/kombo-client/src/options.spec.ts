import { inspect } from 'node:util';
import { KomboClient } from './kombo-client.js';
import { KOMBO_REGIONS } from './base-url.js';
import { resolveOptions, type KomboClientOptions } from './options.js';

const apiKey = 'sk_test_123';

it('has the documented defaults', () => {
  expect(resolveOptions({ apiKey })).toMatchObject({
    baseUrl: 'https://api.kombo.dev/v1',
    writeTimeoutMs: 300_000,
    readTimeoutMs: 30_000,
  });
});

it.each([
  [{ region: 'eu' }, KOMBO_REGIONS.eu],
  [{ region: 'us' }, KOMBO_REGIONS.us],
  [{ baseUrl: 'http://127.0.0.1:4000/v1' }, 'http://127.0.0.1:4000/v1'],
  [{ baseUrl: 'http://127.0.0.1:4000/v1//' }, 'http://127.0.0.1:4000/v1'],
  [{ baseUrl: 'https://gateway.example.com' }, 'https://gateway.example.com'],
  [{ region: 'us', baseUrl: 'https://gateway.example.com/v1' }, 'https://gateway.example.com/v1'],
] as const)('%j goes to %s', (options, baseUrl) => {
  expect(new KomboClient({ apiKey, ...options }).baseUrl).toBe(baseUrl);
});

it.each<[string, Record<string, unknown>]>([
  ['apiKey', { apiKey: undefined }],
  ['apiKey', { apiKey: '' }],
  ['apiKey', { apiKey: 'two words' }],
  ['apiKey', { apiKey: 'sk_line\n' }],
  ['apiKey', { apiKey: 'schlüssel' }],
  ['region', { region: 'mars' }],
  ['region', { region: 'toString' }],
  ['baseUrl', { baseUrl: '' }],
  ['baseUrl', { baseUrl: 'api.kombo.dev/v1' }],
  ['baseUrl', { baseUrl: 'ftp://api.kombo.dev' }],
  ['baseUrl', { baseUrl: 'https://user:pass@api.kombo.dev' }],
  ['baseUrl', { baseUrl: 'https://api.kombo.dev/v1?x=1' }],
  ['baseUrl', { baseUrl: 'https://api.kombo.dev/v1#x' }],
  ['baseUrl', { baseUrl: 'https://api.kombo.dev/v2' }],
  ['baseUrl', { baseUrl: 42 }],
  ['writeTimeoutMs', { writeTimeoutMs: 0 }],
  ['writeTimeoutMs', { writeTimeoutMs: 2 ** 31 }],
  ['readTimeoutMs', { readTimeoutMs: NaN }],
  ['readTimeoutMs', { readTimeoutMs: '30' }],
  ['maxResponseBytes', { maxResponseBytes: -1 }],
  ['userAgent', { userAgent: 'a\r\nX-Evil: 1' }],
  ['axios', { axios: 'fast' }],
  ['now', { now: 5 }],
])('refuses %s in %j by name and without its value', (name, wrong) => {
  const construct = () => new KomboClient({ apiKey, ...wrong } as KomboClientOptions);
  expect(construct).toThrow(TypeError);
  expect(construct).toThrow(new RegExp(`^${name} `));
  expect(construct).not.toThrow(/pass|sk_|two words/);
});

it.each([undefined, null, 'sk_test'])('refuses %p in place of options', (options) => {
  expect(() => new KomboClient(options as unknown as KomboClientOptions)).toThrow(TypeError);
});

it('does not show the API key', () => {
  const client = new KomboClient({ apiKey });
  expect(inspect(client, { depth: Infinity, showHidden: true })).not.toContain(apiKey);
  expect(JSON.stringify(client)).not.toContain(apiKey);
});
