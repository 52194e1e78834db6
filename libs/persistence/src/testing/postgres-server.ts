import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { findPostgresBinaries, postgresUser } from './postgres-binaries.js';

/** A PostgreSQL server of its own for a test, on loopback, in a temporary folder. */
export interface TestServer {
  /**
   * Makes a database, runs statements in it, and returns its connection string.
   *
   * @param clauses e.g. `encoding 'LATIN1' template template0`
   */
  createDatabase(statements?: readonly string[], clauses?: string): Promise<string>;
  /** Its data directory. Copy it while the server is down. */
  readonly data: string;
  readonly port: number;
  /** Stops it in good order. */
  stop(): Promise<void>;
  /** Ends all connections at once without a checkpoint, as `pg_ctl stop -m immediate` does. */
  crash(): Promise<void>;
  /** Starts it again, on the same port. */
  start(): Promise<void>;
  /** Stops it and removes its folder. */
  destroy(): Promise<void>;
}

/** How to make a server. */
export interface TestServerOptions {
  /** The folder that its own is made in; default: the system's for temporary files. */
  under?: string;
  isDurable?: boolean;
  /** A data directory to start from a copy of, instead of an empty one. */
  from?: string;
  /** Makes it recover: from its archive up to a target, or as a standby. */
  recovery?: 'recovery' | 'standby';
  settings?: Record<string, string>;
}

/**
 * Makes and starts a server.
 *
 * @param isDurable whether fsync is on; off it starts faster and a crash of the machine loses data,
 *   which no test of ours is about (a crash of the server loses nothing either way)
 */
export async function startPostgres({
  isDurable = false,
  under = tmpdir(),
  from,
  recovery,
  settings: more,
}: TestServerOptions = {}): Promise<TestServer> {
  const binaries = findPostgresBinaries();
  const user = postgresUser();
  const folder = mkdtempSync(join(under, 'result-links-pg-'));
  if (user) chownSync(folder, user.uid, user.gid);
  const data = join(folder, 'data');
  if (from === undefined) {
    execFileSync(
      join(binaries, 'initdb'),
      ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'],
      { cwd: folder, stdio: 'pipe', ...user },
    );
  } else {
    execFileSync('cp', ['-a', from, data]);
  }
  if (recovery) writeFileSync(join(data, `${recovery}.signal`), '');
  const port = await freePort();
  const adminUrl = `postgres://postgres@127.0.0.1:${port}/postgres`;
  let server: ChildProcess | undefined;
  let databases = 0;

  const start = async (): Promise<void> => {
    const settings = {
      listen_addresses: '127.0.0.1',
      port: String(port),
      unix_socket_directories: '',
      fsync: isDurable ? 'on' : 'off',
      max_connections: '100',
      ...more,
    };
    const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    server = spawn(join(binaries, 'postgres'), ['-D', data, ...flags], {
      cwd: folder,
      stdio: 'ignore',
      ...user,
    });
    process.once('exit', () => server?.kill('SIGQUIT'));
    await untilItAnswers(adminUrl);
  };

  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const process = server;
    if (!process || process.exitCode !== null || process.signalCode !== null) return;
    const ended = new Promise((resolve) => process.once('exit', resolve));
    process.kill(signal);
    await ended;
  };

  await start();
  return {
    createDatabase: async (statements = [], clauses = '') => {
      databases += 1;
      const name = `test_${databases}`;
      await runOn(adminUrl, `create database ${name} ${clauses}`);
      const url = `postgres://postgres@127.0.0.1:${port}/${name}`;
      if (statements.length > 0) await runOn(url, statements.join(';'));
      return url;
    },
    data,
    port,
    crash: () => end('SIGQUIT'),
    stop: () => end('SIGINT'),
    start,
    destroy: async () => {
      await end('SIGQUIT');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function untilItAnswers(url: string): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await runOn(url, 'select 1');
    } catch (error) {
      if (tries === 200) throw error;
      await sleep(50);
    }
  }
}

/** Runs a statement on a connection of its own. */
export async function runOn(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query(statement);
  } finally {
    await client.end().catch(() => undefined);
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
