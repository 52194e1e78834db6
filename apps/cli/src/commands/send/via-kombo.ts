import { KomboError } from '@result-links/kombo-client';
import type { Context } from '../../command.js';
import { createKomboClient } from '../../kombo/client.js';
import { explainWrite } from '../../kombo/explain.js';
import type { KomboDestination } from '../../settings/destination.js';
import type { Sent } from './report.js';
import type { ResultLinkRequest } from './request.js';

/**
 * Sends a result link directly to Kombo, once.
 *
 * @throws CliError that tells what became of it
 */
export async function sendViaKombo(
  link: ResultLinkRequest,
  destination: KomboDestination,
  timeoutMs: number | undefined,
  { signal }: Context,
): Promise<Sent> {
  const client = createKomboClient(destination, timeoutMs);
  try {
    const { data } =
      link.target === 'candidate'
        ? await client.addCandidateResultLink(link.request, { signal })
        : await client.addApplicationResultLink(link.request, { signal });
    return { via: 'kombo', outcome: 'delivered', warnings: data.warnings };
  } catch (error) {
    throw error instanceof KomboError ? explainWrite(error) : error;
  } finally {
    client.close();
  }
}
