import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

/** A request that has passed the API-key guard. */
export type AuthenticatedRequest = FastifyRequest & { accountId: string };

/** The account that the presented API key belongs to. */
export const AccountId = createParamDecorator(
  (_data: unknown, context: ExecutionContext) =>
    context.switchToHttp().getRequest<AuthenticatedRequest>().accountId,
);
