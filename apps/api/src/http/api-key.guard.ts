import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply } from 'fastify';
import { hasScope, mayTouch, type Principal } from '@result-links/delivery';
import { DEFAULT_ACCOUNT, type Engine } from '@result-links/engine';
import { CONFIG } from '../config/config.provider.js';
import type { Config } from '../config/config.js';
import { ENGINE } from '../engine.provider.js';
import { RateLimits } from '../hardening/rate-limits.js';
import { ACCESS_RULE, type AccessRule } from './access.decorator.js';
import { presentedKey } from './presented-key.js';
import { KeyCheck } from './key-check.js';
import { actorOf, calledRoute } from './actor.js';
import type { ApiError } from './api-error.js';
import type { AuthenticatedRequest } from './caller.decorator.js';
import { integrationNotAllowed, notLetIn, scopeMissing } from './refusals.js';

/** The key of the environment may do everything in the account of the environment. */
const BOOTSTRAP: Principal = {
  accountId: DEFAULT_ACCOUNT,
  keyId: 'bootstrap',
  keyName: 'RESULT_LINKS_API_KEY',
  scope: 'write',
  integrations: null,
};

/** Lets a request pass whose API key is good, within its rate, and may do what the route does. */
@Injectable()
export class ApiKeyGuard implements CanActivate {
  private readonly bootstrap: KeyCheck;

  constructor(
    @Inject(CONFIG) config: Config,
    @Inject(ENGINE) private readonly engine: Engine,
    private readonly reflector: Reflector,
    private readonly limits: RateLimits,
  ) {
    this.bootstrap = new KeyCheck(config.apiKey);
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp();
    const request = http.getRequest<AuthenticatedRequest>();
    const principal = await this.identify(request);
    // Before anything is refused: who asks for what the key may not do is counted as well.
    void http.getResponse<FastifyReply>().headers(await this.limits.count(request));
    const rule: AccessRule =
      this.reflector.getAllAndOverride(ACCESS_RULE, [context.getHandler(), context.getClass()]) ??
      {};
    const scope = rule.scope ?? (['GET', 'HEAD'].includes(request.method) ? 'read' : 'write');
    if (!hasScope(principal, scope)) {
      throw this.refused(request, scopeMissing(scope), principal);
    }
    if (!isWithin(principal, rule, request)) {
      throw this.refused(request, integrationNotAllowed(), principal);
    }
    request.principal = principal;
    request.actor = actorFor(request, principal);
    return true;
  }

  /** Records the refusal. */
  private refused(
    request: AuthenticatedRequest,
    refusal: ApiError,
    principal: Principal,
  ): ApiError {
    this.engine.audit.refusals.note({
      by: actorFor(request, principal),
      accountId: principal.accountId,
      reason: refusal.reason,
      ...calledRoute(request),
    });
    return refusal;
  }

  private async identify(request: AuthenticatedRequest): Promise<Principal> {
    const presented = presentedKey(request.headers.authorization);
    if (presented === undefined) {
      throw notLetIn('api_key_missing');
    }
    // First, and without the database: with it down, callers are told so instead of "wrong key".
    if (this.bootstrap.matches(presented)) {
      return BOOTSTRAP;
    }
    const verdict = await this.engine.apiKeys.identify(presented);
    if ('refusal' in verdict) {
      throw await this.limits.countWrongKey(request, notLetIn(verdict.refusal));
    }
    return verdict.principal;
  }
}

function actorFor(request: AuthenticatedRequest, { keyId, keyName }: Principal) {
  return actorOf(request, 'api_key', { id: keyId, name: keyName });
}

/** Whether a request keeps to the integrations of its key, as far as a guard can see. */
function isWithin(
  principal: Principal,
  { integration }: AccessRule,
  request: AuthenticatedRequest,
): boolean {
  switch (principal.integrations === null ? 'filtered' : integration) {
    case 'filtered':
      return true;
    case 'header': {
      const id = request.headers['x-integration-id'];
      // Without one the contract refuses the request, and says what is missing.
      return id === undefined || (typeof id === 'string' && mayTouch(principal, id));
    }
    case 'path':
      return mayTouch(principal, (request.params as { id: string }).id);
    default:
      return false;
  }
}
