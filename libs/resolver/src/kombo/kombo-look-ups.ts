import type { KomboClient, Listing } from '@result-links/kombo-client';
import { LookUpError } from '../look-up-error.js';
import type { LookUps } from '../look-ups.js';
import { Pacer, type PacerOptions } from './pacer.js';
import { hasAddress, isPresent, toFoundApplication, toFoundCandidate } from './read-entries.js';

/** How Kombo is asked. */
export interface KomboLookUpsOptions extends PacerOptions {
  /** Matches of one look-up that are read before it is given up as `too_many`; default 2,000. */
  maxMatches?: number;
}

/** As many as Kombo allows: nearly every look-up is one request then. */
const PAGE_SIZE = 250;

/** Paces of so many integrations are kept; beyond, those that are idle are forgotten. */
const MAX_PACERS = 1_000;

/**
 * Look-ups by a Kombo client, each integration at a pace of its own. Keep one per client, also over
 * several resolvers: it is what knows the pace.
 */
export function komboLookUps(
  { ats }: Pick<KomboClient, 'ats'>,
  options: KomboLookUpsOptions = {},
): LookUps {
  const { maxMatches = 2_000 } = options;
  const pacers = new Map<string, Pacer>();

  const pacerOf = (integrationId: string): Pacer => {
    const pacer = pacers.get(integrationId) ?? new Pacer(options);
    pacers.set(integrationId, pacer);
    if (pacers.size > MAX_PACERS) {
      forgetIdle(pacers, pacer);
    }
    return pacer;
  };

  const readAll = async <T>(
    integrationId: string,
    signal: AbortSignal | undefined,
    list: (cursor: string | undefined) => Listing<T>,
  ): Promise<T[]> => {
    const pacer = pacerOf(integrationId);
    const results: T[] = [];
    const seen = new Set<string>();
    let cursor: string | undefined;
    do {
      const { data } = await pacer.run(() => list(cursor).page(), signal);
      results.push(...data.results);
      cursor = data.next ?? undefined;
      if (results.length > maxMatches || (cursor !== undefined && seen.has(cursor))) {
        throw tooMany(maxMatches);
      }
      seen.add(cursor ?? '');
    } while (cursor !== undefined);
    return results;
  };

  return {
    candidatesBy: async (x_integration_id, kind, ids, signal) => {
      const request = { x_integration_id, page_size: PAGE_SIZE, [kind]: ids };
      const found = await readAll(x_integration_id, signal, (cursor) =>
        ats.getCandidates({ ...request, cursor }, { signal }),
      );
      return found.filter(isPresent).map(toFoundCandidate);
    },
    applicationsBy: async (x_integration_id, kind, ids, signal) => {
      const request = { x_integration_id, page_size: PAGE_SIZE, [kind]: ids };
      const found = await readAll(x_integration_id, signal, (cursor) =>
        ats.getApplications({ ...request, cursor }, { signal }),
      );
      return found.filter(isPresent).map(toFoundApplication);
    },
    candidatesByEmail: async (x_integration_id, email, signal) => {
      const request = { x_integration_id, page_size: PAGE_SIZE, email };
      const found = await readAll(x_integration_id, signal, (cursor) =>
        ats.getCandidates({ ...request, cursor }, { signal }),
      );
      // Were the filter ever left out on the way, this would be everybody.
      return found
        .filter((candidate) => isPresent(candidate) && hasAddress(candidate, email))
        .map(toFoundCandidate);
    },
  };
}

function forgetIdle(pacers: Map<string, Pacer>, keep: Pacer): void {
  for (const [id, pacer] of pacers) {
    if (pacer !== keep && pacer.isIdle) {
      pacers.delete(id);
    }
  }
}

function tooMany(maxMatches: number): LookUpError {
  return new LookUpError('too_many', `there are more than ${maxMatches} matches`, {
    advice: 'Name the candidate or the application by its id.',
  });
}
