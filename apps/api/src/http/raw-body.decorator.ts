import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';

/** For a route whose signature is over the bytes of the body: it gets a Buffer instead of parsed JSON. */
export const RawBody = (): MethodDecorator => RouteConfig({ rawBody: true });

/** Whether the route of a request is marked with {@link RawBody}. */
export function wantsRawBody({ routeOptions }: FastifyRequest): boolean {
  return (routeOptions.config as { rawBody?: boolean }).rawBody === true;
}
