import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const mainOf = (app: 'api' | 'worker') => join(__dirname, `../../${app}/dist/main.js`);

/** The service as a process of its own, with what it has printed so far. */
export interface ServiceProcess {
  process: ChildProcess;
  stdout: string;
  stderr: string;
  /** Resolves with the match once standard output has it; fails when the process ends before. */
  waitFor(pattern: RegExp): Promise<RegExpExecArray>;
  /** Resolves with the exit code once the process has ended. */
  ended: Promise<number | null>;
  /** Ends it by id, if it still runs. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** Starts the built app with just these variables (and PATH), on a free port and an empty database. */
export function startProcess(
  env: Record<string, string> = {},
  nodeArguments: string[] = [],
  app: 'api' | 'worker' = 'api',
): ServiceProcess {
  const dataDir = mkdtempSync(join(tmpdir(), 'result-links-e2e-'));
  const child = spawn(process.execPath, [...nodeArguments, mainOf(app)], {
    env: { PATH: process.env['PATH'], PORT: '0', RESULT_LINKS_DATA_DIR: dataDir, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve) =>
    child.on('close', (code) => {
      rmSync(dataDir, { recursive: true, force: true });
      resolve(code);
    }),
  );
  const service: ServiceProcess = {
    process: child,
    stdout: '',
    stderr: '',
    waitFor: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const match = pattern.exec(service.stdout);
          if (match !== null) resolve(match);
        };
        child.stdout?.on('data', look);
        look();
        void ended.then((code) =>
          reject(new Error(`ended with ${code}\n${service.stdout}\n${service.stderr}`)),
        );
      }),
    ended,
    stop: async (signal = 'SIGTERM') => {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      return ended;
    },
  };
  child.stdout?.on('data', (data: Buffer) => (service.stdout += data.toString()));
  child.stderr?.on('data', (data: Buffer) => (service.stderr += data.toString()));
  return service;
}
