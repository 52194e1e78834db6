import type { IncomingMessage, ServerResponse } from 'node:http';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import helmet, { type HelmetOptions } from 'helmet';

type Policy = Exclude<HelmetOptions['contentSecurityPolicy'], boolean | undefined>;

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

/** Headers of every answer but the docs; also of errors that Fastify answers without running hooks. */
export const DATA_HEADERS = { ...headersWith(DATA_POLICY), 'Cache-Control': 'no-store' };

/** Routes whose answers are the same for everyone and may be cached. */
const PUBLIC_ROUTE = /^\/(?:docs(?:\/|$)|openapi\.)/;

/**
 * Headers that make browsers careful with answers, and keep answers with personal data out of caches. The
 * matched route decides, never the text of the URL: one route has many spellings.
 * `Strict-Transport-Security` is left to whoever ends TLS: only they know that all of the host has it.
 */
export function useSecurityHeaders(app: NestFastifyApplication): void {
  const docs = headersWith(DOCS_POLICY);
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('onRequest', ({ routeOptions: { url: route = '' } }, reply, done) => {
    void reply.headers(PUBLIC_ROUTE.test(route) ? docs : DATA_HEADERS);
    done();
  });
}

/** What helmet would set. It is the same for every request, and finding it out costs 5 µs of each. */
function headersWith(contentSecurityPolicy: Policy): Record<string, string> {
  const headers: Record<string, string> = {};
  const recorder = {
    setHeader: (name: string, value: string) => (headers[name] = value),
    removeHeader: () => undefined,
  };
  const set = helmet({
    contentSecurityPolicy,
    strictTransportSecurity: false,
    referrerPolicy: { policy: 'no-referrer' },
  });
  set({} as IncomingMessage, recorder as unknown as ServerResponse, (error) => {
    if (error) throw error;
  });
  return headers;
}
