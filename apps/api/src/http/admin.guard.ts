import {
  Inject,
  Injectable,
  NotFoundException,
  type CanActivate,
  type ExecutionContext,
} from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { CONFIG } from '../config/config.provider.js';
import type { Config } from '../config/config.js';
import { RateLimits } from '../hardening/rate-limits.js';
import { ApiError } from './api-error.js';
import { KeyCheck } from './key-check.js';
import { presentedKey } from './presented-key.js';

/** Lets a request pass that presents the admin key. Without such a key there are no admin routes. */
@Injectable()
export class AdminGuard implements CanActivate {
  private readonly key: KeyCheck | null;

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly limits: RateLimits,
  ) {
    this.key = config.adminKey === undefined ? null : new KeyCheck(config.adminKey);
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (this.key === null) {
      throw new NotFoundException();
    }
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const presented = presentedKey(request.headers.authorization);
    if (presented === undefined) {
      throw adminRefusal('admin_key_missing');
    }
    if (!this.key.matches(presented)) {
      throw await this.limits.countWrongKey(request, adminRefusal('admin_key_wrong'));
    }
    return true;
  }
}

function adminRefusal(reason: 'admin_key_missing' | 'admin_key_wrong'): ApiError {
  return new ApiError({
    status: 401,
    code: 'PLATFORM.AUTHENTICATION_INVALID',
    reason,
    title: 'The admin key is missing or wrong',
    message:
      'Send the admin key of this service (RESULT_LINKS_ADMIN_KEY) as the header "Authorization: Bearer <key>".',
    headers: { 'WWW-Authenticate': 'Bearer' },
  });
}
