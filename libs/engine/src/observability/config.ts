import { collect } from '../config/collect.js';
import { readPort, readText, type Environment } from '../config/read.js';

/** Where metrics are to be had. Nothing set: nowhere, and nothing is counted. */
export interface MetricsConfig {
  /** The bearer token that a scraper presents; also puts `/metrics` on the API's own port. */
  token: string | undefined;
  /** Port of the operations listener (`/metrics`, `/health/…`); 0: a free one; `undefined`: there is none. */
  port: number | undefined;
  /** Address of the operations listener. */
  host: string;
}

/** What the service tells of itself besides its log. */
export interface ObservabilityConfig {
  metrics: MetricsConfig;
  /** Whether traces go to an OTLP endpoint; which one, and the rest, the SDK reads from `OTEL_*`. */
  isTraced: boolean;
}

/**
 * Reads `RESULT_LINKS_METRICS_*` and decides on traces by OpenTelemetry's standard variables.
 *
 * @throws ConfigError naming every variable that is wrong
 */
export function readObservabilityConfig(environment: Environment): ObservabilityConfig {
  return collect(environment, (env, attempt, complain) => {
    const port = attempt(() =>
      readText(env, 'RESULT_LINKS_METRICS_PORT') === undefined
        ? undefined
        : readPort(env, 'RESULT_LINKS_METRICS_PORT', 0),
    );
    const isTraced = wantsTraces(env);
    if (isTraced && env['OTEL_EXPORTER_OTLP_PROTOCOL']?.trim() === 'grpc') {
      complain(
        'OTEL_EXPORTER_OTLP_PROTOCOL is grpc, but traces are sent over HTTP only: name the HTTP endpoint (port 4318 as a rule) and unset it',
      );
    }
    return {
      metrics: {
        token: attempt(() => readText(env, 'RESULT_LINKS_METRICS_TOKEN', { minLength: 16 })),
        port,
        host: attempt(() => readText(env, 'RESULT_LINKS_METRICS_HOST')) ?? '127.0.0.1',
      },
      isTraced,
    };
  });
}

/** Whether anything reads metrics, so that counting is worth it. */
export function wantsMetrics({ token, port }: MetricsConfig): boolean {
  return token !== undefined || port !== undefined;
}

function wantsTraces(env: Environment): boolean {
  const endpoint =
    readText(env, 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT') ??
    readText(env, 'OTEL_EXPORTER_OTLP_ENDPOINT');
  const isSwitchedOff =
    env['OTEL_SDK_DISABLED']?.trim().toLowerCase() === 'true' ||
    env['OTEL_TRACES_EXPORTER']?.trim() === 'none';
  return endpoint !== undefined && !isSwitchedOff;
}
