import type { FoundApplication, FoundCandidate, IdKind, LookUps } from '../look-ups.js';
import { Batches } from './batches.js';
import { BoundedCache } from './bounded-cache.js';

/** How look-ups are put together and kept. */
export interface LoaderOptions {
  /** Ends the look-ups. */
  signal?: AbortSignal;
  /** Ids of one look-up at most; default 100. Kombo documents no limit, but a URL has one. */
  batchSize?: number;
  /** How long the first id of a batch waits for company, in milliseconds; default 5. */
  batchWindowMs?: number;
  /** Answers that are kept, "nobody" included; default 5,000, some 5 MB. */
  cacheSize?: number;
}

/** Counts since the start. */
export interface LoaderStats {
  /** Things asked for. */
  asked: number;
  /** Of these, those that were known, or were being asked for already. */
  cached: number;
  /** Look-ups that were made; each may take several requests. */
  lookUps: number;
}

/** URLs beyond 8 kB are refused by common proxies; half of that is for the ids. */
const MAX_BATCH_CHARACTERS = 4_000;

/** Look-ups put together, made once and remembered: also while they are under way. */
export class Loader {
  private readonly cache: BoundedCache<Promise<unknown[]>>;
  private readonly batches: Batches<unknown[]>;
  private readonly counts: LoaderStats = { asked: 0, cached: 0, lookUps: 0 };

  constructor(
    private readonly lookUps: LookUps,
    private readonly options: LoaderOptions,
  ) {
    this.cache = new BoundedCache(options.cacheSize ?? 5_000);
    this.batches = new Batches((group, ids) => this.loadBatch(group, ids), {
      maxKeys: options.batchSize ?? 100,
      maxCharacters: MAX_BATCH_CHARACTERS,
      windowMs: options.batchWindowMs ?? 5,
    });
  }

  /** Candidates with this id. */
  candidates(integrationId: string, kind: IdKind, id: string): Promise<FoundCandidate[]> {
    return this.byId('candidates', integrationId, kind, id) as Promise<FoundCandidate[]>;
  }

  /** Applications with this id. */
  applications(integrationId: string, kind: IdKind, id: string): Promise<FoundApplication[]> {
    return this.byId('applications', integrationId, kind, id) as Promise<FoundApplication[]>;
  }

  /** Candidates with this address. */
  candidatesByEmail(integrationId: string, email: string): Promise<FoundCandidate[]> {
    const address = email.toLowerCase();
    return this.once(`email ${integrationId} ${address}`, () => {
      this.counts.lookUps += 1;
      return this.lookUps.candidatesByEmail(integrationId, address, this.options.signal);
    }) as Promise<FoundCandidate[]>;
  }

  stats(): LoaderStats {
    return { ...this.counts };
  }

  private byId(what: string, integrationId: string, kind: IdKind, id: string) {
    const group = `${what} ${kind} ${integrationId}`;
    return this.once(`${group} ${id}`, async () => (await this.batches.get(group, id)) ?? []);
  }

  private async loadBatch(group: string, ids: string[]): Promise<Map<string, unknown[]>> {
    this.counts.lookUps += 1;
    const [what, kind, integrationId] = group.split(' ') as [string, IdKind, string];
    const { signal } = this.options;
    const found =
      what === 'candidates'
        ? await this.lookUps.candidatesBy(integrationId, kind, ids, signal)
        : await this.lookUps.applicationsBy(integrationId, kind, ids, signal);
    return groupBy<FoundCandidate | FoundApplication>(found, ({ id, remoteId }) =>
      kind === 'ids' ? id : remoteId,
    );
  }

  private once(key: string, load: () => Promise<unknown[]>): Promise<unknown[]> {
    this.counts.asked += 1;
    const known = this.cache.get(key);
    if (known !== undefined) {
      this.counts.cached += 1;
      return known;
    }
    const answer = load();
    this.cache.set(key, answer);
    // A failure is nothing to remember: the next one who asks tries again.
    answer.catch(() => this.cache.forget(key, answer));
    return answer;
  }
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string | null): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    if (key !== null) {
      groups.set(key, [...(groups.get(key) ?? []), item]);
    }
  }
  return groups;
}
