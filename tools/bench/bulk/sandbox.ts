/** The sandbox as a process of its own; prints its address. `sandbox.ts <latency ms>` */
import { startSandbox } from '@result-links/kombo-sandbox';

const sandbox = await startSandbox({
  latencyMs: Number(process.argv[2] ?? 0),
  maxReceived: 1,
});
process.stdout.write(`${JSON.stringify({ url: sandbox.url, key: sandbox.apiKey })}\n`);
