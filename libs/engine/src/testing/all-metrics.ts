import { createMetrics, type ServiceMetrics } from '../observability/metrics/service-metrics.js';
import { webhookMetrics } from '../webhooks/webhook-metrics.js';

/** The metrics of a process that does everything. */
export function allMetrics(): ServiceMetrics {
  const metrics = createMetrics({
    isHearing: () => true,
    status: () => Promise.reject(new Error('none')),
    worker: { inFlight: () => 0, concurrency: 1 },
  });
  webhookMetrics(metrics.registry);
  return metrics;
}
