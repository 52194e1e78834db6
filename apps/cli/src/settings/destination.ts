import { isKomboHost, KOMBO_REGIONS } from '@result-links/kombo-client';
import type { Context } from '../command.js';
import { usageError } from '../errors.js';
import { loadProfile } from './config-file.js';
import {
  keyFor,
  requireHttps,
  type Address,
  type FoundKey,
  type Keys,
  type Layer,
} from './key-place.js';
import type { Profile } from './profile.js';

/** Kombo itself. */
export interface KomboDestination extends FoundKey {
  via: 'kombo';
  region: 'eu' | 'us';
  /** Overrides the region. */
  baseUrl: string | undefined;
}

/** Our HTTP API. */
export interface ApiDestination extends FoundKey {
  via: 'api';
  apiUrl: string;
}

/** Where result links go. The key may be missing: a dry run needs none. */
export type Destination = KomboDestination | ApiDestination;

type Environment = Context['env'];

/**
 * Finds out where to send. The address is *one* setting: the first of flags, environment and profile
 * that says anything about it decides alone, so that a region of one never meets a base URL of the
 * other. Within it, our API wins over Kombo and a base URL over a region. The key is no flag, and goes with
 * its address, see {@link keyFor}.
 *
 * @throws CliError for flags that contradict each other, for settings that cannot be used, and for plain
 *   HTTP to another machine
 */
export async function resolveDestination(flags: Address, context: Context): Promise<Destination> {
  if (flags.apiUrl !== undefined && (flags.region ?? flags.baseUrl) !== undefined) {
    throw usageError(
      'conflicting_flags',
      '--api-url cannot be used together with --region or --base-url.',
      { hint: 'A result link goes either through our API or directly to Kombo.' },
    );
  }
  const profile = readProfile(context);
  const layers = layersOf(flags, context.env, profile);
  const address = firstAddress(layers);
  return address.apiUrl === undefined
    ? komboDestination(address, layers, context.env, profile)
    : apiDestination(address, layers, {
        environment: named(context.env, 'RESULT_LINKS_API_KEY'),
        profile: { key: profile.apiKey, name: '"apiKey" of the profile' },
      });
}

/** Like {@link resolveDestination}, for what only Kombo can answer: our API is not considered. */
export async function resolveKombo(flags: Address, context: Context): Promise<KomboDestination> {
  const profile = readProfile(context);
  const layers = layersOf(flags, context.env, profile);
  const address = firstAddress(layers.map((layer) => ({ ...layer, apiUrl: undefined })));
  return komboDestination(address, layers, context.env, profile);
}

/**
 * Like {@link resolveDestination}, for what only our API can answer: Kombo is not considered.
 *
 * @param keyName variable with the key; only that of the API may be in a profile instead
 * @throws CliError when nothing says where the API is
 */
export async function resolveApi(
  flags: Address,
  context: Context,
  keyName: 'RESULT_LINKS_API_KEY' | 'RESULT_LINKS_ADMIN_KEY' = 'RESULT_LINKS_API_KEY',
): Promise<ApiDestination> {
  const profile = readProfile(context);
  const layers = layersOf(flags, context.env, profile).map(({ place, apiUrl }) => ({
    place,
    apiUrl,
  }));
  const address = firstAddress(layers);
  if (address.apiUrl === undefined) {
    throw usageError(
      'no_api_url',
      'Only the result-links API can tell, and its address is not set.',
      {
        hint:
          'Use --api-url, set RESULT_LINKS_API_URL in the environment, or "apiUrl" in a profile of the\n' +
          'configuration file. What was sent directly to Kombo is known to nobody but Kombo.',
      },
    );
  }
  return apiDestination(address, layers, {
    environment: named(context.env, keyName),
    ...(keyName === 'RESULT_LINKS_API_KEY' && {
      profile: { key: profile.apiKey, name: '"apiKey" of the profile' },
    }),
  });
}

/** @throws CliError when the key is missing, or belongs to another address */
export function requireKey(destination: Destination): string {
  if (destination.apiKey !== undefined) {
    return destination.apiKey;
  }
  if (destination.keyProblem !== undefined) throw destination.keyProblem;
  const [name, profileKey] =
    destination.via === 'kombo'
      ? ['KOMBO_API_KEY', 'komboApiKey']
      : ['RESULT_LINKS_API_KEY', 'apiKey'];
  throw usageError('no_api_key', 'There is no API key to send with.', {
    hint: `Set ${name} in the environment, or "${profileKey}" in a profile of the configuration file.`,
  });
}

function layersOf(flags: Address, env: Environment, profile: Profile): Layer[] {
  return [
    { ...addressIn(flags), place: 'flags' },
    { ...environmentAddress(env), place: 'environment' },
    { ...addressIn(profile), place: 'profile' },
  ];
}

function addressIn({ region, baseUrl, apiUrl }: Address): Address {
  return { region, baseUrl, apiUrl };
}

function firstAddress(layers: Layer[]): Layer {
  const named = layers.find((layer) => layer.apiUrl ?? layer.baseUrl ?? layer.region);
  return named ?? { place: 'flags' };
}

function apiDestination(address: Layer, layers: readonly Layer[], keys: Keys): ApiDestination {
  const { apiUrl = '' } = address;
  requireHttps(apiUrl);
  return { via: 'api', apiUrl, ...keyFor(address, layers, keys) };
}

function komboDestination(
  address: Layer,
  layers: readonly Layer[],
  env: Environment,
  profile: Profile,
): KomboDestination {
  const { region = 'eu', baseUrl } = address;
  if (region !== 'eu' && region !== 'us') {
    throw usageError('region_invalid', `The region must be eu or us, not "${region}".`, {
      hint: 'It comes from --region, KOMBO_REGION or the profile, in this order.',
    });
  }
  if (baseUrl !== undefined) requireHttps(baseUrl);
  if (baseUrl !== undefined && address.region !== undefined) requireSameRegion(baseUrl, region);
  const target = { place: address.place, region, baseUrl };
  const key = keyFor(target, layers, {
    environment: named(env, 'KOMBO_API_KEY'),
    profile: { key: profile.komboApiKey, name: '"komboApiKey" of the profile' },
  });
  return { via: 'kombo', ...key, region, baseUrl };
}

/** @throws CliError for a host of Kombo's that is not the one of the region named beside it */
function requireSameRegion(baseUrl: string, region: 'eu' | 'us'): void {
  const own = KOMBO_REGIONS[region];
  const url = URL.parse(baseUrl);
  if (url === null || !isKomboHost(url.hostname) || url.origin === new URL(own).origin) return;
  throw usageError(
    'region_mismatch',
    `${url.origin} is not Kombo's address for the region ${region}, which is ${own}.`,
    { hint: 'Nothing was sent. Leave the base URL out, or use the other region.' },
  );
}

function named(env: Environment, name: string): { key: string | undefined; name: string } {
  return { key: variable(env, name), name };
}

function environmentAddress(env: Environment): Address {
  return {
    region: variable(env, 'KOMBO_REGION'),
    baseUrl: variable(env, 'KOMBO_BASE_URL'),
    apiUrl: variable(env, 'RESULT_LINKS_API_URL'),
  };
}

function readProfile({ globals, homeDir, env, secrets }: Context): Profile {
  const keysOf = ({ komboApiKey, apiKey }: Profile) => [komboApiKey, apiKey];
  const remember = (key: string | undefined) => key !== undefined && secrets.add(key);
  [env['KOMBO_API_KEY'], env['RESULT_LINKS_API_KEY']].forEach(remember);
  const { config, profile: name } = globals;
  const profile = loadProfile({ config, profile: name, homeDir, env });
  keysOf(profile).forEach(remember);
  return profile;
}

/** An empty variable counts as not set. */
function variable(env: Environment, name: string): string | undefined {
  return env[name] || undefined;
}
