import { randomUUID } from 'node:crypto';
import { Pool } from 'undici';
import { quantile } from './measuring.ts';

/** Sends result links over many connections, one at a time on each. Run as a process of its own. */
export interface LoadResult {
  /** Requests per second. */
  rate: number;
  /** Latencies in milliseconds. */
  p50: number;
  p99: number;
}

/** What to send. */
interface Load {
  origin: string;
  path: string;
  headers: Record<string, string>;
  connections: number;
  requests: number;
  /** The status that counts as right; any other ends the measurement. */
  status: number;
}

const load = JSON.parse(process.argv[2] ?? '{}') as Load;
const pool = new Pool(load.origin, { connections: load.connections, pipelining: 1 });

async function sendOne(): Promise<number> {
  const body = JSON.stringify({
    label: 'Assessment result',
    url: `https://assessments.example.com/results/${randomUUID()}`,
    details: {
      custom_field_name_prefix: 'Acme:',
      attributes: [
        { key: 'Score', value: '100%' },
        { key: 'Time', value: '2:30' },
      ],
    },
  });
  const startedAt = performance.now();
  const answer = await pool.request({
    path: load.path,
    method: 'POST',
    headers: { 'content-type': 'application/json', ...load.headers },
    body,
  });
  const text = await answer.body.text();
  if (answer.statusCode !== load.status) throw new Error(`${answer.statusCode}: ${text}`);
  return performance.now() - startedAt;
}

async function send(count: number): Promise<number[]> {
  const latencies: number[] = [];
  let left = count;
  const caller = async () => {
    while (left-- > 0) latencies.push(await sendOne());
  };
  await Promise.all(Array.from({ length: load.connections }, caller));
  return latencies;
}

await send(Math.min(load.requests / 4, 1_000));
const startedAt = performance.now();
const latencies = await send(load.requests);
const result: LoadResult = {
  rate: (load.requests * 1_000) / (performance.now() - startedAt),
  p50: quantile(latencies, 0.5),
  p99: quantile(latencies, 0.99),
};
console.log(JSON.stringify(result));
await pool.close();
