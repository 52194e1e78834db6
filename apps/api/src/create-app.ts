import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { LIMITS } from '@result-links/contracts';
import type { Engine, Logger } from '@result-links/engine';
import { AppModule } from './app.module.js';
import type { Config } from './config/config.js';
import { CONNECTION_TIMEOUTS, connectionOptions } from './hardening/connection-limits.js';
import { harden } from './hardening/harden.js';
import { toInsideUrl } from './http/action-urls.js';
import { answerOtherMethods } from './http/methods.js';
import { answerClientError, answerFrameworkError } from './http/raw-errors.js';
import { leaveBodiesUnread } from './http/unread-bodies.js';
import { nestLogger } from './logging/nest-logger.js';
import { RequestLog } from './logging/request-log.js';
import { serveMetrics } from './observability/metrics-route.js';
import { observeRequests } from './observability/observe-requests.js';
import { serveDocument } from './openapi/serve-document.js';

/** Builds the application; it does not listen yet. */
export async function createApp(
  config: Config,
  engine: Engine,
  logger: Logger,
  timeouts = CONNECTION_TIMEOUTS,
): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    loggerInstance: logger,
    genReqId: () => randomUUID(),
    logController: new RequestLog(),
    // An id may be 512 characters, each of up to four bytes, each byte percent-encoded to three.
    routerOptions: { maxParamLength: LIMITS.idLength * 12 },
    ...connectionOptions(timeouts),
    trustProxy: [...config.hardening.trustedProxies],
    // There is no middleware of Express's kind here, and looking for it costs 2 µs of every request.
    skipMiddie: true,
    // Idle keep-alive connections must not hold up a shutdown.
    forceCloseConnections: 'idle',
    rewriteUrl: ({ url }: { url?: string }) => toInsideUrl(url ?? '/'),
    frameworkErrors: answerFrameworkError,
    clientErrorHandler: answerClientError,
  });
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.with(config, engine, timeouts.bodyMs),
    adapter,
    { bodyParser: false, logger: nestLogger(logger), abortOnError: false },
  );
  const fastify = app.getHttpAdapter().getInstance();
  leaveBodiesUnread(fastify, timeouts.bodyMs);
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.header('X-Request-Id', request.id);
    done();
  });
  // A connection kept alive after one of the last answers would hold up the end until its own time-out.
  fastify.addHook('onSend', (_request, reply, payload, done) => {
    if (engine.isEnding) void reply.header('Connection', 'close');
    done(null, payload);
  });
  // First, so that a request that is refused there is counted and timed as well.
  observeRequests(fastify, engine);
  await harden(app, config.hardening);
  answerOtherMethods(fastify);
  serveMetrics(fastify, engine, config.engine.observability.metrics);
  if (config.hardening.hasDocs) serveDocument(fastify);
  return app;
}
