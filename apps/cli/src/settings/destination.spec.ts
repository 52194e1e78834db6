import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { caught } from '../testing/caught.js';
import { fakeContext } from '../testing/fake-context.js';
import { requireKey, resolveApi, resolveDestination, resolveKombo } from './destination.js';
import type { Address } from './key-place.js';
import type { Profile } from './profile.js';

const KOMBO_PROFILE = { komboApiKey: 'profile-kombo-key', region: 'us' };
const API_PROFILE = { apiUrl: 'https://profile.example.com', apiKey: 'profile-api-key' };

describe('destination', () => {
  let directory: string;
  let config: string;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'result-links-destination-'));
    config = join(directory, 'config.json');
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  const contextWith = async (env: Record<string, string>, profile: Profile) => {
    await writeFile(config, JSON.stringify({ profiles: { default: profile } }), { mode: 0o600 });
    return fakeContext({ env, globals: { config } });
  };
  const resolve = async (flags: Address, env: Record<string, string> = {}, profile: Profile = {}) =>
    resolveDestination(flags, await contextWith(env, profile));

  it('is the EU region of Kombo when nothing is said', async () => {
    expect(await resolve({})).toEqual({
      via: 'kombo',
      apiKey: undefined,
      region: 'eu',
      baseUrl: undefined,
    });
  });

  it.each<[string, Address, Record<string, string>, Profile, object]>([
    ['the profile', {}, {}, KOMBO_PROFILE, { via: 'kombo', region: 'us' }],
    [
      'the environment over the profile',
      {},
      { KOMBO_BASE_URL: 'http://127.0.0.1:3900/v1' },
      { ...KOMBO_PROFILE, ...API_PROFILE },
      { via: 'kombo', baseUrl: 'http://127.0.0.1:3900/v1', region: 'eu' },
    ],
    [
      'flags over both',
      { region: 'us' },
      {
        KOMBO_BASE_URL: 'http://127.0.0.1:3900/v1',
        RESULT_LINKS_API_URL: 'https://env.example.com',
      },
      API_PROFILE,
      { via: 'kombo', region: 'us', baseUrl: undefined },
    ],
    [
      'the API over Kombo within the profile',
      {},
      { KOMBO_API_KEY: 'env-kombo-key' },
      { ...KOMBO_PROFILE, ...API_PROFILE },
      { via: 'api', apiUrl: 'https://profile.example.com', apiKey: 'profile-api-key' },
    ],
    [
      'the API of the environment over the profile',
      {},
      { RESULT_LINKS_API_URL: 'https://env.example.com' },
      API_PROFILE,
      { via: 'api', apiUrl: 'https://env.example.com' },
    ],
    [
      'the API of the flags over all',
      { apiUrl: 'https://flag.example.com' },
      { RESULT_LINKS_API_URL: 'https://env.example.com', KOMBO_REGION: 'us' },
      API_PROFILE,
      { via: 'api', apiUrl: 'https://flag.example.com' },
    ],
    [
      'an empty variable as if it were not set',
      {},
      { RESULT_LINKS_API_URL: '', KOMBO_REGION: '' },
      KOMBO_PROFILE,
      { via: 'kombo', region: 'us' },
    ],
  ])('takes %s', async (_what, flags, env, profile, expected) => {
    expect(await resolve(flags, env, profile)).toMatchObject(expected);
  });

  it('takes the key of the environment before that of the profile, for an address of neither', async () => {
    const profile = { ...KOMBO_PROFILE, apiKey: 'profile-api-key' };
    const env = { KOMBO_API_KEY: 'env-kombo-key', RESULT_LINKS_API_KEY: 'env-api-key' };

    expect((await resolve({ region: 'eu' }, env, profile)).apiKey).toBe('env-kombo-key');
    expect((await resolve({ apiUrl: 'https://x' }, env, profile)).apiKey).toBe('env-api-key');
    expect((await resolve({}, {}, profile)).apiKey).toBe('profile-kombo-key');
    expect((await resolve({ apiUrl: 'https://x' }, {}, profile)).apiKey).toBe('profile-api-key');
  });

  const HERE = 'http://127.0.0.1:3900/v1';
  const THERE = 'https://elsewhere.example.com';

  it.each<[string, Address, Record<string, string>, Profile, string]>([
    [
      "the profile's key to the profile's address, whatever is in the environment",
      {},
      { KOMBO_API_KEY: 'env-kombo-key', RESULT_LINKS_API_KEY: 'env-api-key' },
      API_PROFILE,
      'profile-api-key',
    ],
    [
      "the environment's key to a profile without one",
      {},
      { KOMBO_API_KEY: 'env-kombo-key' },
      { baseUrl: HERE },
      'env-kombo-key',
    ],
    [
      "the environment's key to an address of the flags",
      { baseUrl: HERE },
      { KOMBO_API_KEY: 'env-kombo-key' },
      {},
      'env-kombo-key',
    ],
    [
      "the profile's key to its own address in a flag",
      { apiUrl: 'https://profile.example.com/v1/' },
      {},
      API_PROFILE,
      'profile-api-key',
    ],
    [
      "the environment's key to its own address in a flag",
      { apiUrl: THERE },
      { RESULT_LINKS_API_URL: `${THERE}/v1`, RESULT_LINKS_API_KEY: 'env-api-key' },
      API_PROFILE,
      'env-api-key',
    ],
  ])('sends %s', async (_what, flags, env, profile, key) => {
    expect((await resolve(flags, env, profile)).apiKey).toBe(key);
  });

  it.each<[string, Address, Record<string, string>, Profile]>([
    ["the profile's key to another API", { apiUrl: THERE }, {}, API_PROFILE],
    [
      "the profile's key to an API of the environment",
      {},
      { RESULT_LINKS_API_URL: THERE },
      API_PROFILE,
    ],
    [
      "the environment's key to another API",
      { apiUrl: THERE },
      { RESULT_LINKS_API_URL: 'https://own.example.com', RESULT_LINKS_API_KEY: 'env-api-key' },
      {},
    ],
    [
      "the profile's Kombo key to another address",
      { baseUrl: HERE },
      {},
      { komboApiKey: 'profile-kombo-key' },
    ],
    [
      "the profile's Kombo key to a sandbox of the environment",
      {},
      { KOMBO_BASE_URL: HERE },
      KOMBO_PROFILE,
    ],
    ["the profile's Kombo key to another region", { region: 'eu' }, {}, KOMBO_PROFILE],
    [
      "the environment's sandbox key to Kombo",
      { region: 'eu' },
      { KOMBO_BASE_URL: HERE, KOMBO_API_KEY: 'sandbox-key' },
      {},
    ],
    [
      'a key to the same host with another port',
      { baseUrl: 'http://127.0.0.1:3901/v1' },
      {},
      { baseUrl: HERE, komboApiKey: 'profile-kombo-key' },
    ],
  ])('never sends %s', async (_what, flags, env, profile) => {
    const error = await caught(async () => requireKey(await resolve(flags, env, profile)));

    expect(error.details.reason).toBe('key_of_another_address');
    expect(error.message + error.details.hint).not.toMatch(
      /profile-\w+-key|env-api-key|sandbox-key/,
    );
  });

  it('never sends the admin key to an address that is not its own', async () => {
    const env = {
      RESULT_LINKS_API_URL: 'https://own.example.com',
      RESULT_LINKS_ADMIN_KEY: 'admin-key',
    };
    const context = await contextWith(env, API_PROFILE);

    const own = await resolveApi({}, context, 'RESULT_LINKS_ADMIN_KEY');
    expect(own.apiKey).toBe('admin-key');
    const other = await resolveApi({ apiUrl: THERE }, context, 'RESULT_LINKS_ADMIN_KEY');
    const error = await caught(() => requireKey(other));
    expect(error.details.reason).toBe('key_of_another_address');
  });

  it.each([
    'http://links.example.com',
    'http://192.168.1.5:3000',
    'http://[2001:db8::1]',
    'http://127.0.0.1.example.com',
    'http://localhost.example.com',
    'http://0.0.0.0:3000',
  ])('asks for https:// in place of %s', async (url) => {
    for (const flags of [{ apiUrl: url }, { baseUrl: `${url}/v1` }]) {
      expect((await caught(() => resolve(flags))).details.reason).toBe('https_missing');
    }
  });

  it.each([
    'http://localhost:3000',
    'http://127.0.0.1',
    'http://127.8.9.1',
    'http://[::1]:3000',
    'http://a.localhost',
    'https://links.example.com',
  ])('takes %s', async (apiUrl) => {
    expect(await resolve({ apiUrl })).toMatchObject({ via: 'api', apiUrl });
  });

  it('tells the secret keeper every key it sees', async () => {
    const context = await contextWith(
      { KOMBO_API_KEY: 'env-kombo-key', RESULT_LINKS_API_KEY: 'env-api-key' },
      { komboApiKey: 'profile-kombo-key', apiKey: 'profile-api-key' },
    );
    await resolveDestination({}, context);

    expect(
      context.secrets.redact('env-kombo-key env-api-key profile-kombo-key profile-api-key'),
    ).toBe('**** **** **** ****');
  });

  it.each([{ region: 'us' }, { baseUrl: 'http://127.0.0.1/v1' }])(
    'refuses --api-url together with %j',
    async (flags) => {
      const error = await caught(() => resolve({ apiUrl: 'https://x', ...flags }));

      expect(error.details.reason).toBe('conflicting_flags');
    },
  );

  it('refuses a region that does not exist, wherever it comes from', async () => {
    const error = await caught(() => resolve({}, { KOMBO_REGION: 'mars' }));

    expect(error.message).toContain('eu or us');
    expect(error.details.hint).toContain('KOMBO_REGION');
  });

  it.each<[string, Address, Record<string, string>, Profile]>([
    ['flags', { region: 'us', baseUrl: 'https://api.kombo.dev/v1' }, {}, {}],
    [
      'the environment',
      {},
      { KOMBO_REGION: 'eu', KOMBO_BASE_URL: 'https://api.us.kombo.dev/v1' },
      {},
    ],
    ['a profile', {}, {}, { ...KOMBO_PROFILE, baseUrl: 'https://other.kombo.dev/v1' }],
  ])("refuses another region's host beside a region in %s", async (_place, flags, env, profile) => {
    const error = await caught(() => resolve(flags, env, profile));

    expect(error.details.reason).toBe('region_mismatch');
  });

  it("takes the region's own host, and any of Kombo's without a region", async () => {
    const baseUrl = 'https://api.us.kombo.dev/v1';

    expect(await resolve({ region: 'us', baseUrl })).toMatchObject({ baseUrl });
    expect(await resolve({ baseUrl })).toMatchObject({ baseUrl });
  });

  it('leaves the API aside where only Kombo can answer', async () => {
    const context = await contextWith(
      { RESULT_LINKS_API_URL: 'https://env.example.com' },
      { ...API_PROFILE, ...KOMBO_PROFILE },
    );

    expect(await resolveKombo({}, context)).toMatchObject({ via: 'kombo', region: 'us' });
  });

  it('says which variable a missing key belongs into', async () => {
    const kombo = await resolve({});
    const api = await resolve({ apiUrl: 'https://x' });

    expect((await caught(() => requireKey(kombo))).details.hint).toContain('KOMBO_API_KEY');
    expect((await caught(() => requireKey(api))).details.hint).toContain('RESULT_LINKS_API_KEY');
  });
});
