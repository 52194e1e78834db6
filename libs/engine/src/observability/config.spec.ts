import { readObservabilityConfig, wantsMetrics } from './config.js';

it('asks for nothing with nothing set', () => {
  const config = readObservabilityConfig({});
  expect(config).toEqual({
    metrics: { token: undefined, port: undefined, host: '127.0.0.1' },
    isTraced: false,
  });
  expect(wantsMetrics(config.metrics)).toBe(false);
});

it('reads what is set', () => {
  const { metrics, isTraced } = readObservabilityConfig({
    RESULT_LINKS_METRICS_TOKEN: 'sixteen-characters',
    RESULT_LINKS_METRICS_PORT: '0',
    RESULT_LINKS_METRICS_HOST: '0.0.0.0',
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318',
  });
  expect(metrics).toEqual({ token: 'sixteen-characters', port: 0, host: '0.0.0.0' });
  expect(wantsMetrics(metrics)).toBe(true);
  expect(isTraced).toBe(true);
});

it.each<Record<string, string>>([
  { OTEL_SDK_DISABLED: 'TRUE' },
  { OTEL_TRACES_EXPORTER: 'none' },
  { OTEL_EXPORTER_OTLP_ENDPOINT: ' ' },
])('does not trace with %j', (env) => {
  const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318' };
  expect(readObservabilityConfig({ ...endpoint, ...env }).isTraced).toBe(false);
});

it.each<[string, Record<string, string>]>([
  ['RESULT_LINKS_METRICS_TOKEN', { RESULT_LINKS_METRICS_TOKEN: 'short' }],
  ['RESULT_LINKS_METRICS_PORT', { RESULT_LINKS_METRICS_PORT: 'x' }],
  [
    'OTEL_EXPORTER_OTLP_PROTOCOL',
    { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://a:4317', OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' },
  ],
])('names %s when it is wrong', (name, env) => {
  expect(() => readObservabilityConfig(env)).toThrow(new RegExp(`^${name} `));
});
