import type { Context } from '../command.js';
import { usageError } from '../errors.js';
import { loadProfile } from './config-file.js';
import type { Profile } from './profile.js';

/** Says where to send; what flags, environment and profile have in common. */
export interface Address {
  region?: string | undefined;
  baseUrl?: string | undefined;
  apiUrl?: string | undefined;
}

/** Kombo itself. */
export interface KomboDestination {
  via: 'kombo';
  apiKey: string | undefined;
  region: 'eu' | 'us';
  /** Overrides the region. */
  baseUrl: string | undefined;
}

/** Our HTTP API. */
export interface ApiDestination {
  via: 'api';
  apiKey: string | undefined;
  apiUrl: string;
}

/** Where result links go. The key may be missing: a dry run needs none. */
export type Destination = KomboDestination | ApiDestination;

type Environment = Context['env'];

/**
 * Finds out where to send. The address is *one* setting: the first of flags, environment and profile
 * that says anything about it decides alone, so that a region of one never meets a base URL of the
 * other. Within it, our API wins over Kombo and a base URL over a region. The key follows the same
 * order, but is no flag.
 *
 * @throws CliError for flags that contradict each other and for settings that cannot be used
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
  const address = firstAddress([flags, addressIn(context.env), profile]);
  return address.apiUrl === undefined
    ? komboDestination(address, context.env, profile)
    : apiDestination(address.apiUrl, context.env, profile);
}

/** Like {@link resolveDestination}, for what only Kombo can answer: our API is not considered. */
export async function resolveKombo(flags: Address, context: Context): Promise<KomboDestination> {
  const profile = readProfile(context);
  const layers = [flags, addressIn(context.env), profile];
  const address = firstAddress(layers.map(({ region, baseUrl }) => ({ region, baseUrl })));
  return komboDestination(address, context.env, profile);
}

/**
 * Like {@link resolveDestination}, for what only our API can answer: Kombo is not considered.
 *
 * @throws CliError when nothing says where the API is
 */
export async function resolveApi(flags: Address, context: Context): Promise<ApiDestination> {
  const profile = readProfile(context);
  const layers = [flags, addressIn(context.env), profile];
  const { apiUrl } = firstAddress(layers.map(({ apiUrl }) => ({ apiUrl })));
  if (apiUrl === undefined) {
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
  return apiDestination(apiUrl, context.env, profile);
}

/** @throws CliError when the key is missing */
export function requireKey(destination: Destination): string {
  if (destination.apiKey !== undefined) {
    return destination.apiKey;
  }
  const [name, profileKey] =
    destination.via === 'kombo'
      ? ['KOMBO_API_KEY', 'komboApiKey']
      : ['RESULT_LINKS_API_KEY', 'apiKey'];
  throw usageError('no_api_key', 'There is no API key to send with.', {
    hint: `Set ${name} in the environment, or "${profileKey}" in a profile of the configuration file.`,
  });
}

function firstAddress(layers: Address[]): Address {
  return layers.find((layer) => layer.apiUrl ?? layer.baseUrl ?? layer.region) ?? {};
}

function apiDestination(apiUrl: string, env: Environment, profile: Profile): ApiDestination {
  return { via: 'api', apiUrl, apiKey: variable(env, 'RESULT_LINKS_API_KEY') ?? profile.apiKey };
}

function komboDestination(
  { region = 'eu', baseUrl }: Address,
  env: Environment,
  profile: Profile,
): KomboDestination {
  if (region !== 'eu' && region !== 'us') {
    throw usageError('region_invalid', `The region must be eu or us, not "${region}".`, {
      hint: 'It comes from --region, KOMBO_REGION or the profile, in this order.',
    });
  }
  const apiKey = variable(env, 'KOMBO_API_KEY') ?? profile.komboApiKey;
  return { via: 'kombo', apiKey, region, baseUrl };
}

function addressIn(env: Environment): Address {
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
