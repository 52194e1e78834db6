import {
  contradictionsIn,
  referenceKeyOf,
  type TargetReference,
  type TargetResolution,
} from '@result-links/contracts';
import { failed, takenAsGiven } from './deciding/answers.js';
import { decide, type Findings } from './deciding/decide.js';
import { Loader, type LoaderOptions, type LoaderStats } from './loading/loader.js';
import { abortedError, LookUpError } from './look-up-error.js';
import type { LookUps } from './look-ups.js';

/** How a resolver is to work. Everything has a default. */
export interface ResolverOptions extends LoaderOptions {
  /** Ends all its look-ups; what is not resolved by then becomes `failed` of kind `aborted`. */
  signal?: AbortSignal;
}

/**
 * Finds the one target of a reference. The answers are the contract's, so that it makes no difference
 * to a caller whether they come from here or from `POST /v1/targets:resolve`.
 */
export interface Resolver {
  /**
   * What one reference comes to. Ask for many without waiting in between: look-ups that come within a
   * few milliseconds are sent together, the same ones once.
   *
   * Rejects only for a mistake of the program: a reference that `validateTargetReference` refuses is a
   * `TypeError`. A look-up that fails is an answer: `failed`.
   */
  resolve(reference: TargetReference): Promise<TargetResolution>;
  /** The same for many; the answers are in the order of the references. */
  resolveMany(references: readonly TargetReference[]): Promise<TargetResolution[]>;
  /** What it has done so far. */
  stats(): LoaderStats;
}

/** A resolver for one run: what it found once it does not ask again. */
export function createResolver(lookUps: LookUps, options: ResolverOptions = {}): Resolver {
  const { signal } = options;
  const loader = new Loader(lookUps, options);
  const resolve = async (reference: TargetReference): Promise<TargetResolution> => {
    refuseContradictions(reference);
    const given = givenTarget(reference);
    if (given !== undefined) {
      return given;
    }
    try {
      if (signal?.aborted) {
        throw abortedError(signal);
      }
      return decide(reference, await findingsOf(reference, loader));
    } catch (error) {
      if (error instanceof LookUpError) {
        return failed(error.toFailure());
      }
      throw error;
    }
  };
  return {
    resolve,
    resolveMany: (references) => Promise.all(references.map(resolve)),
    stats: () => loader.stats(),
  };
}

/** The target of a reference that needs no look-up: a Kombo id, of which nothing more is asked. */
function givenTarget(reference: TargetReference): TargetResolution | undefined {
  const { candidate_id, application_id, job, target_type } = reference;
  if (job !== undefined) {
    return undefined;
  }
  if (candidate_id !== undefined && target_type !== 'application') {
    return takenAsGiven('candidate', candidate_id);
  }
  if (application_id !== undefined && target_type !== 'candidate') {
    return takenAsGiven('application', application_id);
  }
  return undefined;
}

async function findingsOf(reference: TargetReference, loader: Loader): Promise<Findings> {
  const { x_integration_id: integration, remote_id_of, remote_id = '', email = '' } = reference;
  const { candidate_id = '', application_id = '' } = reference;
  const nothing = Promise.resolve([]);
  switch (referenceKeyOf(reference)) {
    case 'candidate_id':
      return {
        candidates: await loader.candidates(integration, 'ids', candidate_id),
        applications: [],
      };
    case 'application_id':
      return {
        candidates: [],
        applications: await loader.applications(integration, 'ids', application_id),
      };
    case 'email':
      return { candidates: await loader.candidatesByEmail(integration, email), applications: [] };
    case 'remote_id': {
      const [candidates, applications] = await Promise.all([
        remote_id_of === 'application'
          ? nothing
          : loader.candidates(integration, 'remote_ids', remote_id),
        remote_id_of === 'candidate'
          ? nothing
          : loader.applications(integration, 'remote_ids', remote_id),
      ]);
      return { candidates, applications };
    }
  }
}

function refuseContradictions(reference: TargetReference): void {
  const [first] = contradictionsIn(reference);
  if (first !== undefined) {
    throw new TypeError(`reference${first.path && `.${first.path}`}: ${first.message}`);
  }
}
