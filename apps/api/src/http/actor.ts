import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Actor } from '@result-links/delivery';
import type { FastifyRequest } from 'fastify';

/** A request whose key is good. */
export type IdentifiedRequest = FastifyRequest & { actor: Actor };

/** Whom the audit names as the one who acts. Routes that change something pass it to the store. */
export const By = createParamDecorator(
  (_data: unknown, context: ExecutionContext) =>
    context.switchToHttp().getRequest<IdentifiedRequest>().actor,
);

/** Who sends a request, by the key that was presented. */
export function actorOf(
  { ip }: FastifyRequest,
  type: 'admin_key' | 'api_key',
  key: { id: string; name: string } | null,
): Actor {
  return { type, keyId: key?.id ?? null, keyName: key?.name ?? null, address: ip };
}

/** The call itself, for the record of a refusal. */
export function calledRoute({ method, routeOptions }: FastifyRequest) {
  return { method, route: routeOptions.url ?? '' };
}
