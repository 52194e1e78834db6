import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';

/** For a route that reads the body itself, line by line as it comes. */
export const TakesLines = (): MethodDecorator => RouteConfig({ takesLines: true });

/** Whether the route of a request is marked with {@link TakesLines}. */
export function takesLines({ routeOptions }: FastifyRequest): boolean {
  return (routeOptions.config as { takesLines?: boolean }).takesLines === true;
}
