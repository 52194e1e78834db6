import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { HardeningConfig } from '../config/hardening-config.js';
import { refuseOddRequests } from '../http/raw-errors.js';
import { refuseKeysInUrls } from './key-in-url.js';
import { RateLimits } from './rate-limits.js';
import { useSecurityHeaders } from './security-headers.js';

/** Headers that pages of other origins may read. */
const READABLE_HEADERS = [
  'Location',
  'X-Delivery-Id',
  'X-Delivery-State',
  'X-Request-Id',
  'Idempotent-Replayed',
  'Preference-Applied',
  'Retry-After',
  'RateLimit-Limit',
  'RateLimit-Remaining',
  'RateLimit-Reset',
];

/**
 * Bounds what callers can do to the service: connections, request rates, and what browsers
 * make of its answers. Before any route is registered.
 */
export async function harden(app: NestFastifyApplication, config: HardeningConfig): Promise<void> {
  const fastify = app.getHttpAdapter().getInstance();
  fastify.server.maxConnections = config.maxConnections;
  useSecurityHeaders(app);
  refuseOddRequests(fastify);
  refuseKeysInUrls(fastify);
  if (config.corsOrigins.length > 0) {
    app.enableCors({
      origin: [...config.corsOrigins],
      methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
      exposedHeaders: READABLE_HEADERS,
      maxAge: 600,
      cacheControl: 'no-store',
      // Adds headers only: methods.ts answers OPTIONS, also one that is not from a browser.
      preflightContinue: true,
      strictPreflight: false,
    });
  }
  await app.get(RateLimits).attach(app);
}
