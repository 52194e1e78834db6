import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Principal } from '@result-links/delivery';
import type { FastifyRequest } from 'fastify';

/** A request that has passed the API-key guard. */
export type AuthenticatedRequest = FastifyRequest & { principal: Principal };

/** Whom the presented API key stands for: its account, and what it may do and touch. */
export const Caller = createParamDecorator(
  (_data: unknown, context: ExecutionContext) =>
    context.switchToHttp().getRequest<AuthenticatedRequest>().principal,
);
