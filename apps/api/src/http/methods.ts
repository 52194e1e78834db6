import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ApiError } from './api-error.js';

const LONGEST_SHOWN_PATH = 200;
/** What could end a quoted text or be taken for markup, and what is not ASCII. */
const UNSAFE = /[^\x21-\x7e]|["'<>\\`]/g;

/**
 * Answers what no route takes: another method of a known path with 405 and `Allow`, `OPTIONS` with `Allow`, and an
 * unknown path with 404. `HEAD` is answered wherever `GET` is. Before any route is registered.
 */
export function answerOtherMethods(fastify: FastifyInstance): void {
  const routes = new Map<string, { matcher: RegExp; methods: Set<string> }>();
  fastify.addHook('onRoute', ({ url, method }) => {
    // The one of the CORS plugin, which is no path of ours.
    if (url === '*') return;
    const route = routes.get(url) ?? { matcher: matcherOf(url), methods: new Set() };
    for (const each of [method].flat()) route.methods.add(each);
    routes.set(url, route);
  });
  const allowed = ({ url, method }: FastifyRequest): string[] => {
    const path = url.replace(/[?#].*/s, '');
    // `OPTIONS *` is about the service as a whole.
    const isAll = path === '/*' && method === 'OPTIONS';
    const all = [...routes.values()].filter(({ matcher }) => isAll || matcher.test(path));
    const methods = new Set(all.flatMap((route) => [...route.methods]));
    return methods.size === 0 ? [] : [...methods, 'OPTIONS'];
  };

  // The hook of CORS ran before: pages of other origins can read what is answered here.
  fastify.addHook('onRequest', (request, reply, done) => {
    if (request.method !== 'OPTIONS' && !request.is404 && !hasEmptySegment(request)) return done();
    const allow = allowed(request);
    if (allow.length === 0) return done(routeNotFound(request));
    if (request.method !== 'OPTIONS') return done(methodNotAllowed(request, allow));
    void reply.status(204).header('Allow', allow.join(', ')).send();
  });
  fastify.addHook('onSend', (request, _reply, payload, done) => {
    // Otherwise Fastify reads it to its end, for nobody.
    if (request.method === 'HEAD') (payload as { destroy?(): void } | null)?.destroy?.();
    done(null, payload);
  });
}

/** The router takes `/v1/deliveries/` for `/v1/deliveries/:id` with an empty id, which is no route of ours. */
function hasEmptySegment({ params }: FastifyRequest): boolean {
  return Object.values(params as Record<string, string>).includes('');
}

/** 404, with the method and the path that were asked for. */
export function routeNotFound(request: FastifyRequest): ApiError {
  return new ApiError({
    status: 404,
    code: null,
    reason: 'route_not_found',
    title: 'No such route',
    message: `There is no route ${shown(request)}. The routes are described at /docs.`,
  });
}

function methodNotAllowed(request: FastifyRequest, allow: string[]): ApiError {
  return new ApiError({
    status: 405,
    code: null,
    reason: 'method_not_allowed',
    title: 'The method is not allowed',
    message: `There is no route ${shown(request)}. Methods of this path: ${allow.join(', ')}.`,
    headers: { Allow: allow.join(', ') },
  });
}

/** Method and path as the caller wrote them, without the query, cut, and fit for every output. */
function shown({ method, originalUrl }: FastifyRequest): string {
  const path = originalUrl.replace(/[?#].*/s, '').replace(UNSAFE, percentEncoded);
  const isLong = path.length > LONGEST_SHOWN_PATH;
  return `${method} ${isLong ? `${path.slice(0, LONGEST_SHOWN_PATH)}…` : path}`;
}

function percentEncoded(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}

/** For a path of the router: `:name` stands for one segment. */
function matcherOf(url: string): RegExp {
  const literal = url.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${literal.replace(/:\w+/g, '[^/]+')}$`);
}
