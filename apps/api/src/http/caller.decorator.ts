import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Principal } from '@result-links/delivery';
import type { IdentifiedRequest } from './actor.js';

/** A request that has passed the API-key guard. */
export type AuthenticatedRequest = IdentifiedRequest & { principal: Principal };

/** Whom the presented API key stands for: its account, and what it may do and touch. */
export const Caller = createParamDecorator(
  (_data: unknown, context: ExecutionContext) =>
    context.switchToHttp().getRequest<AuthenticatedRequest>().principal,
);
