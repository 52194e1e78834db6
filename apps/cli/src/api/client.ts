import { parseApiUrl, ResultLinksClient } from '@result-links/api-client';
import type { Context } from '../command.js';
import { usageError } from '../errors.js';
import { USER_AGENT } from '../build-values.js';
import type { ApiOptions } from '../settings/api-options.js';
import { requireKey, resolveApi, type ApiDestination } from '../settings/destination.js';

/** Look-ups and actions do not wait for an ATS; more than that means that something is wrong. */
const DEFAULT_TIMEOUT_MS = 30_000;

/**
 * A client for commands that only the result-links API can answer.
 *
 * @throws CliError when address or key are missing, or an option cannot be used
 */
export async function openApi(options: ApiOptions, context: Context): Promise<ResultLinksClient> {
  const destination = await resolveApi(options, context);
  return createApiClient(destination, options.timeout ?? DEFAULT_TIMEOUT_MS);
}

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
