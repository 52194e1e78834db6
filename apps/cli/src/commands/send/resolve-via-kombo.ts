import type { TargetReference, TargetResolution } from '@result-links/contracts';
import { createResolver, komboLookUps } from '@result-links/resolver';
import type { Context } from '../../command.js';
import { createKomboClient } from '../../kombo/client.js';
import type { KomboDestination } from '../../settings/destination.js';

/** Somebody waits at a terminal: pauses longer than this are for them to make. In milliseconds. */
const PATIENCE_MS = 30_000;

/** Looks one reference up in Kombo. */
export async function resolveViaKombo(
  reference: TargetReference,
  destination: KomboDestination,
  timeoutMs: number | undefined,
  { signal }: Context,
): Promise<TargetResolution> {
  const client = createKomboClient(destination, timeoutMs);
  try {
    const lookUps = komboLookUps(client, { patienceMs: PATIENCE_MS });
    return await createResolver(lookUps, { signal, batchWindowMs: 0 }).resolve(reference);
  } finally {
    client.close();
  }
}
