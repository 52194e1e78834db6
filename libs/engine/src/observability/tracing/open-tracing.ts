import type { Tracing, TracingOptions } from './tracing.js';

/** Loads OpenTelemetry's SDK, which nobody pays for who does not trace, and starts it. */
export async function openTracing(options: TracingOptions): Promise<Tracing> {
  const { startOtelTracing } = await import('./otel-tracing.js');
  return startOtelTracing(options);
}
