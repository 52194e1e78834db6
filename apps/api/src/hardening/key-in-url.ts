import type { FastifyInstance } from 'fastify';
import { ApiError } from '../http/api-error.js';

/** Names under which other services take a key in a query. */
const KEY_NAME =
  /^(?:x[-_]?)?(?:api|admin|access|auth|bearer)?[-_]?(?:key|token|authorization|bearer)$/i;

/** A key of ours, whatever its name: `rl_…`, `rlk_…`, and `rla_…`. */
const OUR_KEY = /\brl[ka]?_[\w-]{20,}/;

/** Kombo's webhooks have no key; their URL belongs to whoever registered it. */
const WITHOUT_KEY = '/v1/webhooks/kombo';

/**
 * Refuses requests with a key in their query, before anything else looks at it: URLs are kept by proxies, browsers
 * and logs, so the key is no secret any more.
 */
export function refuseKeysInUrls(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', ({ raw, routeOptions: { url: route = '' } }, _reply, done) => {
    const [, query] = (raw.url ?? '').split(/\?(.*)/s);
    const isCandidate = query !== undefined && route.startsWith('/v1/') && route !== WITHOUT_KEY;
    if (!isCandidate || !hasKey(query)) return done();
    done(
      new ApiError({
        status: 401,
        code: 'PLATFORM.AUTHENTICATION_INVALID',
        reason: 'api_key_in_url',
        title: 'The API key is in the URL',
        message:
          'Send the key as the header "Authorization: Bearer <key>", not in the URL. Replace the key: proxies and logs on the way may have kept it.',
        headers: { 'WWW-Authenticate': 'Bearer' },
      }),
    );
  });
}

function hasKey(query: string): boolean {
  return [...new URLSearchParams(query)].some(
    ([name, value]) => KEY_NAME.test(name) || OUR_KEY.test(name) || OUR_KEY.test(value),
  );
}
