import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { buildSync } from 'esbuild';

/** A process of its own that runs a script of this folder and speaks in lines. */
export interface Child {
  pid: number;
  /** All lines so far. */
  lines: string[];
  /** Resolves with the first line that starts with one of the words; rejects when the process ends before. */
  line(...words: string[]): Promise<string>;
  /** Ends it the hard way and waits until it is gone. */
  kill(): Promise<void>;
}

/** Bundled beside the sources, since packages are looked for from there upwards; not under git. */
const BUNDLES = join(__dirname, '..', '..', 'out-tsc', 'children');

/** Compiles a script of this folder (name without `.ts`) and returns how to run it. */
export function childScript(name: string): (...args: string[]) => Child {
  const outfile = join(BUNDLES, `${name}.mjs`);
  mkdirSync(BUNDLES, { recursive: true });
  buildSync({
    entryPoints: [join(__dirname, `${name}.ts`)],
    outfile,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
  });
  return (...args) => start(outfile, args);
}

function start(file: string, args: string[]): Child {
  const child = spawn(process.execPath, [file, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines: string[] = [];
  const reader = createInterface(child.stdout);
  reader.on('line', (line) => lines.push(line));
  // Asked for now: a process that is gone does not say so again.
  const gone = once(child, 'close');
  return {
    pid: child.pid ?? 0,
    lines,
    line: async (...words) => {
      const wanted = () => lines.find((line) => words.some((word) => line.startsWith(word)));
      while (wanted() === undefined) {
        const ended = await Promise.race([
          once(reader, 'line').then(() => false),
          gone.then(() => true),
        ]);
        if (ended && wanted() === undefined)
          throw new Error(`ended without saying ${words.join()}`);
      }
      return wanted() as string;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await gone;
    },
  };
}
