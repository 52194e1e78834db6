import { createHash, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { CONFIG } from '../config/config.provider.js';
import type { Config } from '../config/config.js';
import { DEFAULT_ACCOUNT } from '@result-links/engine';
import type { AuthenticatedRequest } from './account-id.decorator.js';
import { ApiError } from './api-error.js';
import { presentedKey } from './presented-key.js';

/** Lets a request pass that presents our API key as a bearer token. */
@Injectable()
export class ApiKeyGuard implements CanActivate {
  private readonly expected: Buffer;

  constructor(@Inject(CONFIG) config: Config) {
    this.expected = digest(config.apiKey);
  }

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    const presented = presentedKey(request.headers.authorization);
    // Digests have one length, so the comparison tells nothing about the key.
    if (presented !== undefined && timingSafeEqual(digest(presented), this.expected)) {
      request.accountId = DEFAULT_ACCOUNT;
      return true;
    }
    throw new ApiError({
      status: 401,
      code: 'PLATFORM.AUTHENTICATION_INVALID',
      reason: presented === undefined ? 'api_key_missing' : 'api_key_wrong',
      title: 'The API key is missing or wrong',
      message:
        presented === undefined
          ? 'Send the API key of this service as the header "Authorization: Bearer <key>".'
          : 'This service does not know the API key that was sent. It is the key of result-links, not the one of Kombo.',
      headers: { 'WWW-Authenticate': 'Bearer' },
    });
  }
}

function digest(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}
