import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** What npm links as `result-links`; it starts the built bundle. */
export const LAUNCHER = join(__dirname, '../../../cli/bin/result-links.cjs');

/** How to run it. */
export interface RunOptions {
  /** The whole environment, but `PATH` and a home directory without a configuration file. */
  env?: Record<string, string>;
  /** Text on stdin, which is empty otherwise. */
  stdin?: string;
  cwd?: string;
}

/** How it ended. */
export interface RunResult {
  status: number | null;
  stdout: string;
  stderr: string;
}

/** Starts the CLI and leaves it running. */
export function startCli(args: string[], options: RunOptions = {}): ChildProcessWithoutNullStreams {
  const { env = {}, cwd } = options;
  return spawn(process.execPath, [LAUNCHER, ...args], {
    env: { PATH: process.env['PATH'], HOME: '/nonexistent-home', ...env },
    ...(cwd === undefined ? {} : { cwd }),
  });
}

/** Runs any program to its end, with nothing on stdin. */
export function runProgram(
  command: string,
  args: string[],
  env: Record<string, string>,
): Promise<RunResult> {
  const child = spawn(command, args, {
    env: { PATH: process.env['PATH'], HOME: '/nonexistent-home', ...env },
  });
  child.stdin.end();
  return finish(child);
}

/** Runs the CLI to its end. */
export async function runCli(args: string[], options: RunOptions = {}): Promise<RunResult> {
  const child = startCli(args, options);
  child.stdin.on('error', () => undefined); // it may end before it has read everything
  child.stdin.end(options.stdin ?? '');
  return finish(child);
}

/** Waits for the end of a started CLI and collects what it prints from now on. */
export async function finish(child: ChildProcessWithoutNullStreams): Promise<RunResult> {
  const printed = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => (printed[name] += text));
  }
  const [status] = (await once(child, 'close')) as [number | null];
  return { status, ...printed };
}

/** Whether something looks like the stack of an error. */
export const STACK = /^\s+at .+:\d+:\d+\)?$/m;
