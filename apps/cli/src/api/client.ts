import { parseApiUrl, ResultLinksClient } from '@result-links/api-client';
import { usageError } from '../errors.js';
import { USER_AGENT } from '../build-values.js';
import { requireKey, type ApiDestination } from '../settings/destination.js';

/**
 * A client for the result-links API.
 *
 * @throws CliError when the key is missing, or an option cannot be used
 */
export function createApiClient(
  destination: ApiDestination,
  timeoutMs?: number,
): ResultLinksClient {
  const apiKey = requireKey(destination);
  const { apiUrl } = destination;
  return usable(
    () =>
      new ResultLinksClient({
        apiUrl,
        apiKey,
        userAgent: USER_AGENT,
        ...(timeoutMs === undefined ? {} : { timeoutMs }),
      }),
  );
}

/**
 * Where requests to the API go, with `/v1`; needs no key.
 *
 * @throws CliError when the address cannot be used
 */
export function apiBaseUrl({ apiUrl }: ApiDestination): string {
  return usable(() => parseApiUrl(apiUrl));
}

function usable<T>(make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (error instanceof TypeError) {
      throw usageError(
        'settings_invalid',
        `The settings for the API cannot be used: ${error.message}.`,
      );
    }
    throw error;
  }
}
