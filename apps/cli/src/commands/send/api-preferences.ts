import type { ResultLinkOptions } from '@result-links/api-client';
import { usageError } from '../../errors.js';
import type { Destination } from '../../settings/destination.js';
import type { SendOptions } from './options.js';

/** How the API is to take the result link; all absent when nothing was asked for. */
export type ApiPreferences = Pick<
  ResultLinkOptions,
  'idempotencyKey' | 'waitSeconds' | 'respondAsync'
>;

/** Time for the way there and back, and for keeping the result link. */
const MARGIN_SECONDS = 10;
const SHORTEST_TIMEOUT_SECONDS = 30;

/**
 * What `--wait`, `--no-wait` and `--idempotency-key` ask of the API.
 *
 * @throws CliError when the result link goes directly to Kombo, which knows neither
 */
export function readPreferences(
  { wait, idempotencyKey }: SendOptions,
  destination: Destination,
): ApiPreferences {
  if (destination.via === 'kombo' && (wait ?? idempotencyKey) !== undefined) {
    throw usageError(
      'needs_api',
      '--wait, --no-wait and --idempotency-key need the result-links API.',
      {
        hint:
          'This result link would go directly to Kombo, which has no such thing. Use --api-url or set\n' +
          'RESULT_LINKS_API_URL.',
      },
    );
  }
  return {
    ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
    ...(typeof wait === 'number' ? { waitSeconds: wait } : {}),
    ...(wait === false ? { respondAsync: true } : {}),
  };
}

/** Time limit of the call in milliseconds: longer than the API waits; `undefined`: that of the client. */
export function timeoutFor({ waitSeconds, respondAsync }: ApiPreferences): number | undefined {
  const seconds = respondAsync === true ? 0 : waitSeconds;
  return seconds === undefined
    ? undefined
    : Math.max(seconds + MARGIN_SECONDS, SHORTEST_TIMEOUT_SECONDS) * 1000;
}
