import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RateLimits } from './rate-limits.js';

/** Counts requests whose API key is right; stands after the guard that finds that out. */
@Injectable()
export class RateLimitGuard implements CanActivate {
  constructor(private readonly limits: RateLimits) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp();
    const headers = await this.limits.count(http.getRequest<FastifyRequest>());
    void http.getResponse<FastifyReply>().headers(headers);
    return true;
  }
}
