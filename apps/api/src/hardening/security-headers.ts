import helmet, { type FastifyHelmetOptions } from '@fastify/helmet';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

type Policy = Exclude<FastifyHelmetOptions['contentSecurityPolicy'], boolean | undefined>;

/** Answers are data: a browser that is made to show one must load and run nothing. */
const DATA_POLICY: Policy = {
  useDefaults: false,
  directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
};

/** Swagger UI: its own scripts, calls to this service, styles and pictures that it makes in the page. */
const DOCS_POLICY: Policy = {
  useDefaults: false,
  directives: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'", "'unsafe-inline'"],
    imgSrc: ["'self'", 'data:'],
    fontSrc: ["'self'", 'data:'],
    connectSrc: ["'self'"],
    baseUri: ["'none'"],
    formAction: ["'self'"],
    frameAncestors: ["'none'"],
  },
};

/**
 * Headers that make browsers careful with answers, and keep answers with personal data out of caches.
 * `Strict-Transport-Security` is left to whoever ends TLS: only they know that all of the host has it.
 */
export async function useSecurityHeaders(app: NestFastifyApplication): Promise<void> {
  const fastify = app.getHttpAdapter().getInstance();
  // Before helmet, which turns this into the route's own headers, and before Swagger UI's routes are there.
  fastify.addHook('onRoute', (route) => {
    if (route.url === '/docs' || route.url.startsWith('/docs/')) {
      route.helmet = { contentSecurityPolicy: DOCS_POLICY };
    }
  });
  await app.register(helmet, {
    contentSecurityPolicy: DATA_POLICY,
    strictTransportSecurity: false,
    referrerPolicy: { policy: 'no-referrer' },
  });
  fastify.addHook('onRequest', (request, reply, done) => {
    if (request.url.startsWith('/v1/')) void reply.header('Cache-Control', 'no-store');
    done();
  });
}
