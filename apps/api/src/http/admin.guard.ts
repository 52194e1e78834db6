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
import { ApiError } from './api-error.js';
import { KeyCheck } from './key-check.js';
import { presentedKey } from './presented-key.js';

/** Lets a request pass that presents the admin key. Without such a key there are no admin routes. */
@Injectable()
export class AdminGuard implements CanActivate {
  private readonly key: KeyCheck | null;

  constructor(@Inject(CONFIG) config: Config) {
    this.key = config.adminKey === undefined ? null : new KeyCheck(config.adminKey);
  }

  canActivate(context: ExecutionContext): boolean {
    if (this.key === null) {
      throw new NotFoundException();
    }
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const presented = presentedKey(request.headers.authorization);
    if (presented === undefined || !this.key.matches(presented)) {
      throw new ApiError({
        status: 401,
        code: 'PLATFORM.AUTHENTICATION_INVALID',
        reason: presented === undefined ? 'admin_key_missing' : 'admin_key_wrong',
        title: 'The admin key is missing or wrong',
        message:
          'Send the admin key of this service (RESULT_LINKS_ADMIN_KEY) as the header "Authorization: Bearer <key>".',
        headers: { 'WWW-Authenticate': 'Bearer' },
      });
    }
    return true;
  }
}
