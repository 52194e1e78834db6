import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

/** One process of Node.js from its start to its end. */
export interface CommandRun {
  wallMs: number;
  /** User and system time, in microseconds. */
  cpuMicros: number;
  /** The most memory that was ever resident, in megabytes. */
  peakMb: number;
  /** What it wrote to standard output. */
  printed: string;
}

const PRELOAD = fileURLToPath(new URL('report-usage.cjs', import.meta.url));

/**
 * Runs one process to its end; what it prints is read, as in a pipe.
 *
 * @param env all of it, besides PATH
 * @throws Error when it ends with another code than 0
 */
export async function runCommand(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<CommandRun> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, ['--no-warnings', '--require', PRELOAD, ...args], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  const [, printed, said, usage] = child.stdio.map((stream) => collect(stream as Readable | null));
  const [exitCode] = (await once(child, 'close')) as [number | null];
  const wallMs = performance.now() - startedAt;
  if (exitCode !== 0) {
    throw new Error(`${args.join(' ')}: exit ${exitCode}\n${printed?.()}${said?.()}`);
  }
  const { cpuMicros, peakMb } = JSON.parse(usage?.() ?? '') as CommandRun;
  return { wallMs, cpuMicros, peakMb, printed: printed?.() ?? '' };
}

/** Runs a sample: a script of ours that prints one line of JSON. */
export async function sampleOf<Sample>(
  script: URL,
  args: readonly (string | number)[],
  flags: readonly string[] = [],
): Promise<Sample> {
  const { printed } = await runCommand([...flags, fileURLToPath(script), ...args.map(String)]);
  return JSON.parse(printed) as Sample;
}

function collect(stream: Readable | null): () => string {
  let text = '';
  stream?.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  return () => text;
}
