import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const MAIN = join(__dirname, '../../../api/dist/main.js');
const API_KEY = 'rl-e2e-key-0123456789';

/** The first start creates the embedded database, on a busy machine in some seconds. */
const START_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 20_000;

/** The built API as a process of its own, with an embedded database and sandbox. */
export interface Api {
  url: string;
  /** Of its embedded sandbox, without `/v1`. */
  sandboxUrl: string;
  apiKey: string;
  /** The environment in which the CLI talks to it. */
  env: Record<string, string>;
  /** How many result links its sandbox has written for a target. */
  written(target: string): Promise<number>;
  /** Puts an integration of its sandbox into another state, e.g. `healthy`. */
  setState(integrationId: string, state: string): Promise<void>;
  /** Ends it and removes its data. */
  stop(): Promise<void>;
}

/** Starts an {@link Api} on free ports, with an empty data directory and these variables more. */
export async function startApi(more: Record<string, string> = {}): Promise<Api> {
  const dataDir = await mkdtemp(join(tmpdir(), 'result-links-cli-e2e-'));
  const child = spawn(process.execPath, [MAIN], {
    cwd: dataDir,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      PORT: '0',
      RESULT_LINKS_API_KEY: API_KEY,
      RESULT_LINKS_DATA_DIR: dataDir,
      RESULT_LINKS_LOG_LEVEL: 'error',
      ...more,
    },
  });
  const stop = async () => {
    await end(child);
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    const { url, sandboxUrl } = await readBanner(child);
    return {
      url,
      sandboxUrl,
      apiKey: API_KEY,
      env: environment(url),
      ...controls(sandboxUrl),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function environment(url: string): Record<string, string> {
  return { RESULT_LINKS_API_URL: url, RESULT_LINKS_API_KEY: API_KEY };
}

/** Addresses are in what the process prints once it is ready. */
function readBanner(child: ChildProcess): Promise<{ url: string; sandboxUrl: string }> {
  return new Promise((resolve, reject) => {
    let printed = '';
    const fail = (why: string) => reject(new Error(`the API ${why}:\n${printed}`));
    const timer = setTimeout(() => fail('was not ready in time'), START_LIMIT_MS);
    child.once('error', (error) => fail(`could not be started (${error.message})`));
    child.once('exit', (code) => fail(`ended with ${code}`));
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        printed += text;
        const url = /listens on (http:\S+)/.exec(printed)?.[1];
        const sandboxUrl = /embedded sandbox on (http:[^\s,]+)/.exec(printed)?.[1];
        if (url !== undefined && sandboxUrl !== undefined) {
          clearTimeout(timer);
          resolve({ url, sandboxUrl });
        }
      });
    }
  });
}

function controls(sandboxUrl: string): Pick<Api, 'written' | 'setState'> {
  return {
    written: async (target) => {
      const query = new URLSearchParams({ target, written: 'true' });
      const response = await fetch(`${sandboxUrl}/__sandbox/received?${query.toString()}`);
      return ((await response.json()) as { count: number }).count;
    },
    setState: async (integrationId, state) => {
      const path = `/__sandbox/integrations/${encodeURIComponent(integrationId)}`;
      const response = await fetch(`${sandboxUrl}${path}`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ state }),
      });
      if (!response.ok) throw new Error(`the sandbox answered ${response.status}`);
    },
  };
}

/** Gently, so that the database is closed; by force when that takes too long. */
async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
  child.kill('SIGTERM');
  await ended;
  clearTimeout(timer);
}
