import { usageError } from '../errors.js';

/** A named set of settings in the configuration file. All optional: the environment may have the rest. */
export interface Profile {
  komboApiKey?: string;
  /** `eu` or `us` */
  region?: string;
  /** Overrides the region; includes `/v1`. */
  baseUrl?: string;
  /** Address of our HTTP API: then result links go through it. */
  apiUrl?: string;
  /** Key of our HTTP API. */
  apiKey?: string;
}

/** Used when there is a configuration file and no `--profile`. */
export const DEFAULT_PROFILE = 'default';

const KEYS: readonly string[] = [
  'komboApiKey',
  'region',
  'baseUrl',
  'apiUrl',
  'apiKey',
] satisfies (keyof Profile)[];

/**
 * Picks a profile out of the parsed configuration file. Strict, because a misspelt key would
 * silently send with the settings of somebody else.
 *
 * @param name what `--profile` says, if anything
 * @throws CliError that names the place, never a value: it may be a key
 */
export function pickProfile(content: unknown, name: string | undefined, path: string): Profile {
  const profiles = isObject(content) ? content['profiles'] : undefined;
  if (!isObject(profiles)) {
    throw badConfig(path, 'it must be an object with "profiles", an object of profiles by name');
  }
  const wanted = name ?? DEFAULT_PROFILE;
  if (!Object.hasOwn(profiles, wanted)) {
    if (name === undefined) {
      return {};
    }
    const known = Object.keys(profiles).join(', ') || 'none';
    throw usageError('profile_not_found', `There is no profile "${name}" in ${path}.`, {
      hint: `Profiles there: ${known}.`,
    });
  }
  return readProfile(profiles[wanted], wanted, path);
}

function readProfile(profile: unknown, name: string, path: string): Profile {
  if (!isObject(profile)) {
    throw badConfig(path, `profile "${name}" must be an object`);
  }
  for (const [key, value] of Object.entries(profile)) {
    if (!KEYS.includes(key)) {
      throw badConfig(path, `profile "${name}" has an unknown key "${key}"`, KEYS);
    }
    if (typeof value !== 'string' || value === '') {
      throw badConfig(path, `"${key}" of profile "${name}" must be a non-empty string`);
    }
  }
  return profile;
}

function badConfig(path: string, problem: string, known?: readonly string[]) {
  const hint = known === undefined ? {} : { hint: `Known keys: ${known.join(', ')}.` };
  return usageError(
    'config_invalid',
    `The configuration file ${path} is not valid: ${problem}.`,
    hint,
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
