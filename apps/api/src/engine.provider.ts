import type { Engine } from '@result-links/engine';
import type { KomboClient } from '@result-links/kombo-client';
import { ApiError } from './http/api-error.js';

/** Injection token of the engine: store, events and worker. */
export const ENGINE = Symbol('engine');

/**
 * The Kombo client of an account.
 *
 * @throws ApiError 503 while there is none: its row was just changed, or it cannot be used as it is
 */
export async function requireClient(
  engine: Pick<Engine, 'findClient'>,
  accountId: string,
): Promise<KomboClient> {
  const client = await engine.findClient(accountId);
  if (client === undefined) {
    throw new ApiError({
      status: 503,
      code: null,
      reason: 'account_unavailable',
      title: 'The account cannot be used now',
      message:
        'This process has no access to Kombo for the account of the API key. Try again in a few seconds; if it stays so, the log says why.',
    });
  }
  return client;
}
