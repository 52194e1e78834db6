import { BaseUrlError, KomboClient } from '@result-links/kombo-client';
import { usageError } from '../errors.js';
import { USER_AGENT } from '../build-values.js';
import { requireKey, type KomboDestination } from '../settings/destination.js';

/**
 * A client for Kombo.
 *
 * @throws CliError when the key is missing, or an option cannot be used
 */
export function createKomboClient(destination: KomboDestination, timeoutMs?: number): KomboClient {
  return open({ ...destination, apiKey: requireKey(destination) }, timeoutMs);
}

/**
 * Where requests to Kombo go, without a slash at the end; needs no key.
 *
 * @throws CliError when the base URL cannot be used
 */
export function komboBaseUrl(destination: KomboDestination): string {
  return open({ ...destination, apiKey: 'none' }).baseUrl;
}

function open(destination: KomboDestination & { apiKey: string }, timeoutMs?: number) {
  const { apiKey, region, baseUrl } = destination;
  try {
    return new KomboClient({
      apiKey,
      region,
      userAgent: USER_AGENT,
      ...(baseUrl === undefined ? {} : { baseUrl }),
      ...(timeoutMs === undefined ? {} : { writeTimeoutMs: timeoutMs, readTimeoutMs: timeoutMs }),
    });
  } catch (error) {
    if (error instanceof BaseUrlError) {
      throw usageError('base_url_invalid', `The address of Kombo ${error.problem}`, {
        hint: 'It comes from --base-url, KOMBO_BASE_URL or "baseUrl" of the profile, in this order.',
      });
    }
    if (error instanceof TypeError) {
      throw usageError(
        'settings_invalid',
        `The settings for Kombo cannot be used: ${error.message}.`,
      );
    }
    throw error;
  }
}
