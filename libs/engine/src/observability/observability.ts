import type { AttemptObserver, DeliveryStore } from '@result-links/delivery';
import type { Logger } from 'pino';
import { combineObservers } from './combine-observers.js';
import { wantsMetrics, type ObservabilityConfig } from './config.js';
import type { MetricSources, ServiceMetrics } from './metrics/service-metrics.js';
import { observeAccepts, type AcceptObserver } from './observe-accepts.js';
import { startOperationsServer, type OperationsServer } from './operations-server.js';
import type { EngineHealth } from './readiness.js';
import { openTracing } from './tracing/open-tracing.js';
import type { Tracing } from './tracing/tracing.js';

/** What watching the service takes. */
export interface ObservabilityParts extends MetricSources {
  /** `service.name` of the traces. */
  serviceName: string;
  logger: Logger;
  health(): Promise<EngineHealth>;
}

/** The service's metrics and traces; each is `null` unless somebody wants it, and costs nothing then. */
export interface Observability {
  readonly metrics: ServiceMetrics | null;
  readonly tracing: Tracing | null;
  /** For the delivery worker. */
  readonly attempts: AttemptObserver;
  /** The same store, whose accepted result links are counted and traced. */
  watched(store: DeliveryStore): DeliveryStore;
  /** Ends the operations listener and sends the last traces. */
  close(): Promise<void>;
}

/**
 * Starts what the configuration asks for: metrics, the operations listener, traces.
 *
 * @throws the system's error when the listener cannot have its port
 */
export async function openObservability(
  config: ObservabilityConfig,
  { serviceName, logger, health, ...sources }: ObservabilityParts,
): Promise<Observability> {
  const metrics = wantsMetrics(config.metrics) ? await loadMetrics(sources) : null;
  const server = metrics && (await listen(config, metrics, health, logger));
  const tracing = config.isTraced ? await openTracing({ serviceName }) : null;
  const accepts: AcceptObserver[] = [
    ...(metrics ? [acceptMetrics(metrics)] : []),
    ...(tracing ? [tracing.accepts] : []),
  ];
  return {
    metrics,
    tracing,
    attempts: combineObservers([metrics, tracing].flatMap((one) => (one ? [one.attempts] : []))),
    watched: (store) => observeAccepts(store, accepts),
    close: async () => {
      await server?.close();
      await tracing?.close();
    },
  };
}

/** Loaded only when wanted: a CLI-like start should not wait for it. */
async function loadMetrics(sources: MetricSources): Promise<ServiceMetrics> {
  const { createMetrics } = await import('./metrics/service-metrics.js');
  return createMetrics(sources);
}

async function listen(
  { metrics: { host, port, token } }: ObservabilityConfig,
  metrics: ServiceMetrics,
  health: () => Promise<EngineHealth>,
  logger: Logger,
): Promise<OperationsServer | null> {
  if (port === undefined) {
    return null;
  }
  const server = await startOperationsServer({ host, port, token, metrics, health });
  logger.info({ url: server.url }, 'metrics and health are served');
  return server;
}

function acceptMetrics(metrics: ServiceMetrics): AcceptObserver {
  const results = { accepted: 'new', replayed: 'replayed', key_reused: 'refused' } as const;
  return {
    accepted: ({ kind }) => metrics.submitted(results[kind]),
    failed: () => metrics.submitted('failed'),
  };
}
