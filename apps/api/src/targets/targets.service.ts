import { Inject, Injectable } from '@nestjs/common';
import {
  contradictionsIn,
  type ResolveTargetsRequest,
  type ResolveTargetsResponse,
} from '@result-links/contracts';
import { mayTouch, type Principal } from '@result-links/delivery';
import type { Engine } from '@result-links/engine';
import type { KomboClient } from '@result-links/kombo-client';
import { createResolver, komboLookUps, type LookUps } from '@result-links/resolver';
import { ENGINE, requireClient } from '../engine.provider.js';
import { invalidRequest } from '../http/api-error.js';
import { integrationNotAllowed } from '../http/refusals.js';

/** The longest a request may take; what is not resolved by then comes back as `unavailable`. */
const TIME_LIMIT_MS = 120_000;

/** A caller waits for the answer, so a look-up that would have to pause for longer fails as `throttled`. */
const PATIENCE_MS = 20_000;

/** Finds the targets of references. */
@Injectable()
export class TargetsService {
  /** Per client, because it knows the pace of each integration: all requests share it. */
  private readonly lookUps = new WeakMap<KomboClient, LookUps>();

  constructor(@Inject(ENGINE) private readonly engine: Engine) {}

  /**
   * Each request has a resolver of its own, so what it finds is as of now.
   *
   * @param signal ends the look-ups when the caller is gone
   * @throws ApiError 400 for references that make no sense, 403 for an integration the key is not for
   */
  async resolve(
    caller: Principal,
    { references }: ResolveTargetsRequest,
    signal: AbortSignal,
  ): Promise<ResolveTargetsResponse> {
    const contradictions = references.flatMap((reference, index) =>
      contradictionsIn(reference).map((error) => ({
        ...error,
        path: `references[${index}]${error.path && `.${error.path}`}`,
      })),
    );
    if (contradictions.length > 0) {
      throw invalidRequest(contradictions);
    }
    if (!references.every(({ x_integration_id }) => mayTouch(caller, x_integration_id))) {
      throw integrationNotAllowed();
    }
    const kombo = await requireClient(this.engine, caller.accountId);
    const inTime = AbortSignal.any([signal, AbortSignal.timeout(TIME_LIMIT_MS)]);
    const resolver = createResolver(this.lookUpsOf(kombo), { signal: inTime });
    return { status: 'success', data: { results: await resolver.resolveMany(references) } };
  }

  private lookUpsOf(kombo: KomboClient): LookUps {
    const lookUps = this.lookUps.get(kombo) ?? komboLookUps(kombo, { patienceMs: PATIENCE_MS });
    this.lookUps.set(kombo, lookUps);
    return lookUps;
  }
}
