/**
 * What `result-links bulk` costs and how near it comes to the limit. Needs the built CLI and sandbox.
 *
 *   node tools/bench/bulk/run.ts [--check=1000000] [--send=5000] [--slow=600]
 *
 * - check: rows per second and peak memory at 10,000 rows and more, CSV and NDJSON
 * - send: the same rows through bulk and through the official SDK in a loop (1, 16, 30 at once)
 * - latency: five integrations, four of 20 ms and one of 2 s, against rows ÷ 30 in flight × latency
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { writeRows } from './rows.ts';

const CLI = join(import.meta.dirname, '../../../apps/cli/bin/result-links.cjs');
const HEALTHY = 'workday:sandbox-healthy';
/** Every write takes 2 s. */
const SLOW = 'successfactors:sandbox-slow';
const LIMIT = 30;

const option = (name: string, fallback: number) => {
  const given = process.argv.find((argument) => argument.startsWith(`--${name}=`));
  return given === undefined ? fallback : Number(given.split('=')[1]);
};

/** How a process went. */
interface Measured {
  seconds: number;
  peakMb: number;
  status: number | null;
  printed: string;
}

type Environment = Record<string, string>;

const folder = await mkdtemp(join(tmpdir(), 'bench-bulk-'));
const children = new Set<ReturnType<typeof spawn>>();

/** Runs a program to its end. The kernel knows the most memory that it ever had. */
async function measure(args: string[], env: Environment = {}): Promise<Measured> {
  const script = `const r = process; r.on('exit', () => r.stderr.write('\\npeak ' + r.resourceUsage().maxRSS))`;
  const preload = `data:text/javascript,${encodeURIComponent(script)}`;
  const startedAt = performance.now();
  const child = spawn(process.execPath, ['--no-warnings', '--import', preload, ...args], {
    env: { PATH: process.env['PATH'], HOME: '/nonexistent-home', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (printed += text));
  }
  const [status] = (await once(child, 'close')) as [number | null];
  const seconds = (performance.now() - startedAt) / 1_000;
  const peakMb = Number(/peak (\d+)/.exec(printed)?.[1]) / 1_000;
  return { seconds, peakMb, status, printed };
}

/** @param latencyMs of every answer */
async function startSandbox(latencyMs: number): Promise<{ env: Environment; stop: () => void }> {
  const script = join(import.meta.dirname, 'sandbox.ts');
  const child = spawn(process.execPath, ['--no-warnings', script, String(latencyMs)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.add(child);
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const { url, key } = JSON.parse(line) as { url: string; key: string };
  return { env: { KOMBO_BASE_URL: url, KOMBO_API_KEY: key }, stop: () => child.kill() };
}

function integrations(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${HEALTHY}~${index}`);
}

async function check(most: number): Promise<void> {
  const env = { KOMBO_API_KEY: 'none', KOMBO_BASE_URL: 'http://127.0.0.1:9/v1' };
  for (const format of ['csv', 'ndjson'] as const) {
    let first: number | undefined;
    for (const rows of [10_000, 100_000, 1_000_000].filter((count) => count <= most)) {
      const path = join(folder, `check.${format}`);
      await writeRows(path, format, rows, integrations(5));
      const { seconds, peakMb, status } = await measure([CLI, 'bulk', path, '--check-only'], env);
      first ??= peakMb;
      say('check', format, rows, {
        status,
        seconds,
        rowsPerSecond: rows / seconds,
        peakMb,
        ofFirst: peakMb / first,
      });
    }
  }
}

async function send(rows: number, latencyMs: number): Promise<void> {
  const { env, stop } = await startSandbox(latencyMs);
  const path = join(folder, `send-${latencyMs}.csv`);
  const of = integrations(5);
  await writeRows(path, 'csv', rows, of);
  const limit = (rows / of.length / LIMIT) * (latencyMs / 1_000);
  const bulk = await measure([CLI, 'bulk', path], env);
  say(`send, ${latencyMs} ms`, 'bulk', rows, figures(bulk, rows, limit));
  for (const atOnce of [1, 16, 30]) {
    // One at a time takes as many times the latency as there are rows.
    const share = atOnce === 1 ? Math.min(rows, 1_000) : rows;
    const loop = [join(import.meta.dirname, 'sdk-loop.ts'), String(share), String(atOnce), ...of];
    say(
      `send, ${latencyMs} ms`,
      `SDK, ${atOnce} at once`,
      share,
      figures(await measure(loop, env), share),
    );
  }
  stop();
}

function figures(
  { seconds, peakMb, status }: Measured,
  rows: number,
  limit?: number,
): Record<string, number | null> {
  const own = { status, seconds, rowsPerSecond: rows / seconds, peakMb };
  return limit === undefined ? own : { ...own, limitSeconds: limit, ofLimit: seconds / limit };
}

/** Four integrations of 20 ms, one of 2 s, sorted so that the slow one comes first. */
async function latencies(slowRows: number): Promise<void> {
  const { env, stop } = await startSandbox(20);
  const path = join(folder, 'latency.csv');
  const fast = integrations(4);
  // The slow one has as many rows as each of the others.
  await writeRows(path, 'csv', slowRows * 5, [SLOW, ...fast]);
  const progress = measure([CLI, 'bulk', path, '--json'], env);
  const result = await progress;
  const fastDone = result.printed
    .split('\n')
    .filter((line) => line.includes('"phase":"sending"'))
    .map((line) => JSON.parse(line) as { rows: number })
    .findIndex(({ rows }) => rows >= slowRows * 4);
  const limit = (slowRows / LIMIT) * 2;
  say('20 ms and 2 s', 'bulk', slowRows * 5, {
    ...figures(result, slowRows * 5, limit),
    fastDoneAfterSeconds: fastDone + 1,
  });
  stop();
}

function say(
  part: string,
  subject: string,
  rows: number,
  values: Record<string, number | null>,
): void {
  const rounded = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, Math.round((value ?? NaN) * 100) / 100]),
  );
  process.stdout.write(`${JSON.stringify({ part, subject, rows, ...rounded })}\n`);
}

try {
  if (option('check', 1_000_000) > 0) await check(option('check', 1_000_000));
  if (option('send', 5_000) > 0) {
    await send(option('send', 5_000), 0);
    await send(option('send', 5_000), 20);
  }
  if (option('slow', 600) > 0) await latencies(option('slow', 600));
} finally {
  children.forEach((child) => child.kill());
  await rm(folder, { recursive: true });
}
