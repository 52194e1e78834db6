import type { AttemptObserver } from '@result-links/delivery';
import type { ServiceStatus } from '@result-links/persistence';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { AttemptMetrics } from './attempt-metrics.js';
import { notificationGauge } from './notification-gauge.js';
import { requestMetrics, submissionCounter, type AnsweredRequest } from './request-metrics.js';
import { StatusGauges } from './status-gauges.js';
import { StatusReader } from './status-reader.js';
import { workerGauges, type WorkerLoad } from './worker-gauges.js';

/** What became of a result link that was handed in. */
export type Submission = 'new' | 'replayed' | 'refused' | 'failed';

/** Where the metrics that are read at scrape time come from. */
export interface MetricSources {
  /** Reads what waits from the database; called at most every 15 s, however often it is scraped. */
  status(): Promise<ServiceStatus>;
  /** Whether change notifications of other processes arrive in this one. */
  isHearing(): boolean;
  /** The attempts of this process; `null`: it does not deliver. */
  worker: WorkerLoad | null;
}

/** Counts what happens in this process and tells it to Prometheus. */
export interface ServiceMetrics {
  /** Where another part of the service registers metrics of its own (`result_links_<noun>_<unit>`). */
  readonly registry: Registry;
  readonly attempts: AttemptObserver;
  /** A result link was handed in, and this came of it. */
  submitted(result: Submission): void;
  /** An HTTP request of the API was answered. */
  answered(request: AnsweredRequest): void;
  /** Everything, in Prometheus' text format. Never rejects because the database is away. */
  text(): Promise<string>;
}

/** Defines all metrics of the service in a registry of their own. */
export function createMetrics({ status, isHearing, worker }: MetricSources): ServiceMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const submissions = submissionCounter(registry);
  const requests = requestMetrics(registry);
  const gauges = new StatusGauges(registry);
  const reader = new StatusReader(status);
  notificationGauge(registry, isHearing);
  if (worker !== null) {
    workerGauges(registry, worker);
  }
  return {
    registry,
    attempts: new AttemptMetrics(registry),
    submitted: (result) => submissions.inc({ result }),
    answered: (request) => requests.observe(request),
    text: async () => {
      gauges.set(await reader.read());
      return registry.metrics();
    },
  };
}

export type { AnsweredRequest, WorkerLoad };
