import type { Sandbox } from '@result-links/kombo-sandbox';
import { SANDBOX_INTEGRATIONS } from '@result-links/kombo-sandbox';
// The processes, ports and servers of the chaos tests are what a rehearsal needs as well.
/* eslint-disable @nx/enforce-module-boundaries */
import { freePort } from '../chaos/lib/ports.ts';
import type { ManagedProcess, Supervisor, User } from '../chaos/lib/supervisor.ts';
import { until } from '../chaos/lib/waiting.ts';
/* eslint-enable @nx/enforce-module-boundaries */

/** The key of every API that is started here. */
export const API_KEY = 'rehearsal-key-0123456789';

/** Which process to start, and as whom. */
export interface ProcessOptions {
  name: string;
  /** The folder of the application; the process runs in it. */
  folder: string;
  app: 'api' | 'worker';
  /** Environment besides PORT and API key; nothing is inherited. */
  env: Record<string, string>;
  user?: User;
}

/** A running process of the service. */
export interface RunningProcess {
  child: ManagedProcess;
  /** Of an API; a worker does not listen there. */
  url: string;
  /** What it logged, one object a line. */
  log(): Record<string, unknown>[];
}

/**
 * Starts a process of any release and waits until it is ready: an API says so over HTTP, a worker in its log.
 *
 * @throws Error when it ends instead
 */
export async function startProcess(
  supervisor: Supervisor,
  { name, folder, app, env, user }: ProcessOptions,
): Promise<RunningProcess> {
  const port = String(await freePort());
  const child = supervisor.spawn(name, {
    command: process.execPath,
    args: [`apps/${app}/dist/main.js`],
    env: { PORT: port, RESULT_LINKS_API_KEY: API_KEY, NODE_ENV: 'production', ...env },
    cwd: folder,
    ...(user && { user }),
  });
  const url = `http://127.0.0.1:${port}`;
  const log = () =>
    child
      .stdout()
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  await until(`${name} is ready`, { timeoutMs: 60_000 }, async () => {
    if (child.ending !== null) throw new Error(`${name} ended: ${child.stderr()}`);
    return app === 'api'
      ? (await get(`${url}/health/ready`).catch(() => null))?.status === 200
      : log().some(({ msg }) => msg === 'worker is delivering');
  });
  return { child, url, log };
}

/** What a process needs to deliver to the sandbox. */
export function environmentOf(databaseUrl: string, kombo: Sandbox): Record<string, string> {
  return { DATABASE_URL: databaseUrl, KOMBO_API_KEY: kombo.apiKey, KOMBO_BASE_URL: kombo.url };
}

/** GET, read to its end. */
export async function get(url: string): Promise<{ status: number; text: string }> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(5_000) });
  return { status: answer.status, text: await answer.text() };
}

/** Sends a result link of its own (by `label`) through an API and waits for its outcome. */
export async function sendLink(
  url: string,
  label: string,
): Promise<{ status: number; text: string }> {
  const [integration] = SANDBOX_INTEGRATIONS;
  const [candidate] = integration?.candidates ?? [];
  const answer = await fetch(`${url}/v1/ats/candidates/${candidate?.id}/result-links`, {
    method: 'POST',
    headers: {
      ...{ authorization: `Bearer ${API_KEY}`, 'x-integration-id': integration?.id ?? '' },
      'content-type': 'application/json',
    },
    body: JSON.stringify({ label, url: `https://assessments.example.com/results/${label}` }),
  });
  return { status: answer.status, text: await answer.text() };
}

/** Prints what holds. @throws Error when it does not */
export function check(isTrue: boolean, what: string): void {
  if (!isTrue) throw new Error(`not so: ${what}`);
  console.log(`- ${what}`);
}

/** Ends it as an orchestrator does. @throws Error unless it ends with 0 */
export async function endWell({
  name,
  ...child
}: Pick<ManagedProcess, 'name' | 'end'>): Promise<void> {
  const at = Date.now();
  const { code } = await child.end('SIGTERM');
  check(code === 0, `${name} ended on SIGTERM with 0, after ${Date.now() - at} ms`);
}
