/**
 * Whether the process in this container is alive: exit 0 if it answers, 1 if not. Asks the operations listener
 * where there is one (a worker has no other port), else the API. Needs nothing but Node.
 */
const metricsPort = process.env['RESULT_LINKS_METRICS_PORT'];
const port = metricsPort || process.env['PORT'] || '3000';
const configured = metricsPort ? process.env['RESULT_LINKS_METRICS_HOST'] : process.env['HOST'];
// One that listens everywhere listens on loopback as well.
const isEverywhere = [undefined, '', '0.0.0.0', '::'].includes(configured);
const host = isEverywhere ? '127.0.0.1' : configured;

try {
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${port}/health/live`;
  const { status } = await fetch(url, { signal: AbortSignal.timeout(2_500) });
  process.exitCode = status === 200 ? 0 : 1;
} catch (error) {
  console.error(String(error.cause ?? error));
  process.exitCode = 1;
}
