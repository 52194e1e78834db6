import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { KeyScope } from '@result-links/delivery';
import type { Engine } from '@result-links/engine';
import { CONFIG } from '../config/config.provider.js';
import type { Config } from '../config/config.js';
import { ENGINE } from '../engine.provider.js';
import { RateLimits } from '../hardening/rate-limits.js';
import { actorOf, calledRoute, type IdentifiedRequest } from './actor.js';
import type { ApiError } from './api-error.js';
import { KeyCheck } from './key-check.js';
import { routeNotFound } from './methods.js';
import { presentedKey } from './presented-key.js';
import { adminRefusal, scopeMissing } from './refusals.js';

/** The admin key of the environment. */
const BOOTSTRAP = { id: 'bootstrap', name: 'RESULT_LINKS_ADMIN_KEY', scope: 'write' } as const;

type PresentedAdminKey = { id: string; name: string; scope: KeyScope };

/** Lets a request pass that presents an admin key, within its rate. While there is no such key, there are no admin routes. */
@Injectable()
export class AdminGuard implements CanActivate {
  private readonly bootstrap: KeyCheck | null;

  constructor(
    @Inject(CONFIG) config: Config,
    @Inject(ENGINE) private readonly engine: Engine,
    private readonly limits: RateLimits,
  ) {
    this.bootstrap = config.adminKey === undefined ? null : new KeyCheck(config.adminKey);
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp();
    const request = http.getRequest<IdentifiedRequest>();
    if (this.bootstrap === null && !(await this.engine.adminKeys.directory.hasUsable())) {
      throw routeNotFound(request);
    }
    const key = await this.identify(request);
    // Before anything is refused: who asks for what the key may not do is counted as well.
    void http.getResponse<FastifyReply>().headers(await this.limits.count(request));
    const isReading = request.method === 'GET' || request.method === 'HEAD';
    if (key.scope === 'read' && !isReading) {
      throw this.refused(request, scopeMissing('write'), key);
    }
    request.actor = actorOf(request, 'admin_key', key);
    return true;
  }

  private async identify(request: IdentifiedRequest): Promise<PresentedAdminKey> {
    const presented = presentedKey(request.headers.authorization);
    if (presented === undefined) throw adminRefusal('admin_key_missing');
    // First, and without the database.
    if (this.bootstrap?.matches(presented)) return BOOTSTRAP;
    const { directory } = this.engine.adminKeys;
    const checked = await directory.check(presented);
    if ('refusal' in checked) {
      const refusal = this.refused(request, adminRefusal(`admin_key_${checked.refusal}`), null);
      throw await this.limits.countWrongKey(request, refusal);
    }
    directory.noteUse(checked.key);
    return checked.key;
  }

  /** Records the refusal. Without a key there is nobody to record, and such calls are many. */
  private refused(
    request: IdentifiedRequest,
    refusal: ApiError,
    key: PresentedAdminKey | null,
  ): ApiError {
    this.engine.audit.refusals.note({
      by: actorOf(request, 'admin_key', key),
      accountId: null,
      reason: refusal.reason,
      ...calledRoute(request),
    });
    return refusal;
  }
}
