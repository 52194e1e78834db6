import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { caught } from '../testing/caught.js';
import { fakeContext } from '../testing/fake-context.js';
import { requireKey, resolveDestination, resolveKombo, type Address } from './destination.js';
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

  it('takes the key of the environment before that of the profile', async () => {
    const profile = { ...KOMBO_PROFILE, apiKey: 'profile-api-key' };
    const env = { KOMBO_API_KEY: 'env-kombo-key', RESULT_LINKS_API_KEY: 'env-api-key' };

    expect((await resolve({}, env, profile)).apiKey).toBe('env-kombo-key');
    expect((await resolve({ apiUrl: 'https://x' }, env, profile)).apiKey).toBe('env-api-key');
    expect((await resolve({}, {}, profile)).apiKey).toBe('profile-kombo-key');
    expect((await resolve({ apiUrl: 'https://x' }, {}, profile)).apiKey).toBe('profile-api-key');
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
