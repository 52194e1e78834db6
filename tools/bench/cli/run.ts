/**
 * What starting the command line costs: `node tools/bench/cli/run.ts [--rounds=15] [--check]`.
 *
 * Every sample is a process of its own, from its start to its end; the candidates take turns. Times
 * are shares of those of `node -e 0` in the same round, which no program in Node can do without; its
 * output alone (`process.stdout`) costs a tenth more. With `--check` it exits 1 when a goal is missed.
 */
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Readable } from 'node:stream';

const WORKSPACE = resolve(import.meta.dirname, '../../..');
const CLI = `${WORKSPACE}/apps/cli/bin/result-links.cjs`;

/** The most CPU time a command may take, in units of `node -e 0`; wall time tells more of what else the machine does. */
const GOALS: Readonly<Record<string, number>> = { '--help': 1.3, send: 2.5 };

/** Milliseconds of one process. */
interface Sample {
  wallMs: number;
  /** User and system time. */
  cpuMs: number;
}

const option = (name: string, fallback: number) => {
  const given = process.argv.find((argument) => argument.startsWith(`--${name}=`));
  return given === undefined ? fallback : Number(given.split('=')[1]);
};

function candidatesFor(baseUrl: string): Record<string, string[]> {
  const link = [
    '--label',
    'Assessment result',
    '--url',
    'https://assessments.example.com/results/42',
  ];
  const target = [
    '--integration',
    'workday:HWUTwvyx2wLoSUHphiWVrp28',
    '--candidate',
    'candidate-1',
  ];
  return {
    'node -e 0': ['-e', '0'],
    '--help': [CLI, '--help'],
    send: [CLI, 'send', '--base-url', baseUrl, ...target, ...link],
    'send by the official SDK': [join(import.meta.dirname, 'send-by-sdk.ts'), baseUrl],
  };
}

/** Runs one process to its end; what it prints is read, as in a pipe. */
async function measure(args: string[], env: NodeJS.ProcessEnv): Promise<Sample> {
  const preload = ['--require', join(import.meta.dirname, 'report-cpu.cjs')];
  const startedAt = performance.now();
  const child = spawn(process.execPath, ['--no-warnings', ...preload, ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  const [, , said, cpuMs] = child.stdio.map((stream) => collect(stream as Readable | null));
  const [exitCode] = (await once(child, 'close')) as [number];
  const wallMs = performance.now() - startedAt;
  if (exitCode !== 0) throw new Error(`${args.join(' ')}: exit ${exitCode}\n${said?.()}`);
  return { wallMs, cpuMs: Number(cpuMs?.()) };
}

function collect(stream: Readable | null): () => string {
  let text = '';
  stream?.on('data', (chunk) => (text += String(chunk)));
  return () => text;
}

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}

const stub = fork(join(import.meta.dirname, '../client/stub.ts'), { execArgv: ['--no-warnings'] });
const [port] = (await once(stub, 'message')) as [number];
const home = mkdtempSync(join(tmpdir(), 'bench-cli-')); // the compiled code is kept there
const env = { PATH: process.env.PATH, HOME: home, KOMBO_API_KEY: 'sk_bench' };
const candidates = candidatesFor(`http://127.0.0.1:${port}/v1`);
const samples = new Map(Object.keys(candidates).map((name) => [name, [] as Sample[]]));
const rounds = option('rounds', 15);
try {
  for (let round = -1; round < rounds; round += 1) {
    for (const [name, args] of Object.entries(candidates)) {
      const sample = await measure(args, env);
      if (round >= 0) samples.get(name)?.push(sample); // the first round fills the caches
    }
  }
} finally {
  stub.disconnect();
  rmSync(home, { recursive: true, force: true });
}

const empty = samples.get('node -e 0') ?? [];
const share = (list: Sample[], key: keyof Sample) =>
  median(list.map((sample, round) => sample[key] / (empty[round]?.[key] ?? Number.NaN)));
const rows = [...samples].map(([command, list]) => ({
  command,
  'wall ms': Math.round(median(list.map(({ wallMs }) => wallMs))),
  'wall ÷ empty': Number(share(list, 'wallMs').toFixed(2)),
  'CPU ms': Math.round(median(list.map(({ cpuMs }) => cpuMs))),
  'CPU ÷ empty': Number(share(list, 'cpuMs').toFixed(2)),
}));
console.table(rows);
const missed = rows.filter((row) => row['CPU ÷ empty'] > (GOALS[row.command] ?? Infinity));
const goals = Object.entries(GOALS).map(([command, most]) => `${command} at most ${most}`);
console.log(`Goals, of the CPU time of an empty program: ${goals.join(', ')}.`);
console.log(
  missed.length === 0 ? 'Met.' : `Missed: ${missed.map((row) => row.command).join(', ')}.`,
);
process.exitCode = missed.length > 0 && process.argv.includes('--check') ? 1 : 0;
