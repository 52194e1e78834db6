import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { appendFile, chown, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { freePort } from './ports.ts';
import { DATABASE, initializeData, query, serve, userForPostgres } from './postgres.ts';
import { openRelay } from './relay.ts';
import type { ManagedProcess, Supervisor } from './supervisor.ts';
import { until } from './waiting.ts';

/**
 * How commits reach the standby.
 * - `synchronous`: a commit waits for the standby. While there is none, the primary commits alone
 *   (Patroni's `synchronous_mode`).
 * - `strict`: the same, but without a standby commits wait until there is one (`synchronous_mode_strict`).
 * - `asynchronous`: a commit never waits for the standby.
 */
export type Replication = 'synchronous' | 'strict' | 'asynchronous';

/** A primary and a standby that take turns on two fixed ports. */
export interface PostgresPair {
  /** Connection string with one address, which leads to the primary as a load balancer's does. */
  readonly url: string;
  /** Connection string that names both servers and asks for the one that accepts writes. */
  readonly urlOfBoth: string;
  /**
   * Kills the primary and promotes the standby at once.
   *
   * @returns time from the kill until the promoted server accepts writes, in milliseconds
   */
  failOver(signal: 'SIGKILL' | 'SIGQUIT'): Promise<number>;
  /** Builds a new standby in place of the dead server. Resolves when it may be promoted. */
  rebuild(): Promise<void>;
}

/** Settings of a pair. */
export interface PairOptions {
  replication: Replication;
  /** Network delay between primary and standby, one way, in milliseconds. */
  lagMs: number;
}

interface Node {
  port: number;
  data: string;
  process: ManagedProcess;
}

const run = promisify(execFile);
const STANDBY = 'standby';
/** Not part of a base backup: the server fills these folders itself. */
const EMPTY_FOLDERS = ['pg_wal', 'pg_replslot', 'pg_stat_tmp', 'pg_notify', 'pg_subtrans'];
const NOT_CLONED = [...EMPTY_FOLDERS, 'postmaster.pid', 'postmaster.opts', 'backup_label.old'];
const SETTINGS = {
  /** The standby gets the WAL of its base backup from the primary, so the primary must keep it. */
  wal_keep_size: '1GB',
  hot_standby: 'on',
  wal_receiver_timeout: '5s',
  /** A standby that has just lost its primary waits this long before it obeys an order to promote; default 5 s. */
  wal_retrieve_retry_interval: '500ms',
};

/** Creates a primary with an empty database and its first standby. */
export async function startPostgresPair(
  supervisor: Supervisor,
  { replication, lagMs }: PairOptions,
): Promise<PostgresPair> {
  const link = await openRelay(lagMs);
  const clients = await openRelay();
  const newFolder = () => supervisor.folder(userForPostgres() ?? undefined);
  const start = async (data: string, port: number): Promise<Node> => {
    return { port, data, process: await serve(supervisor, data, port, SETTINGS) };
  };
  let primary = await start(initializeData(newFolder()), await freePort());
  let standby: Node | null = null;
  /** Where the next standby listens. */
  let sparePort = await freePort();
  let deadData: string | null = null;
  const hosts = [primary.port, sparePort].map((port) => `127.0.0.1:${port}`).join(',');
  supervisor.defer(async () => {
    await Promise.all([primary, standby].map((node) => node?.process.end('SIGQUIT')));
  });
  await query(adminUrl(primary.port), `create database ${DATABASE}`);

  const rebuild = async (): Promise<void> => {
    if (deadData) await rm(dirname(deadData), { recursive: true, maxRetries: 5 });
    const data = join(newFolder(), 'data');
    await cloneTo(data, primary);
    link.to(primary.port);
    await configure(data, {
      primary_conninfo: `host=127.0.0.1 port=${link.port} user=postgres application_name=${STANDBY}`,
      synchronous_standby_names: replication === 'strict' ? STANDBY : '',
    });
    standby = await start(data, sparePort);
    await untilReplicating(primary, 'streaming');
    if (replication === 'asynchronous') return;
    await setSynchronous(primary);
    await untilReplicating(primary, 'sync');
  };

  const failOver = async (signal: 'SIGKILL' | 'SIGQUIT'): Promise<number> => {
    if (standby === null) throw new Error('no standby to promote');
    const startedAt = performance.now();
    await primary.process.end(signal);
    link.cut();
    [sparePort, deadData] = [primary.port, primary.data];
    primary = standby;
    standby = null;
    await query(adminUrl(primary.port), 'select pg_promote()');
    clients.to(primary.port);
    clients.cut();
    return performance.now() - startedAt;
  };

  await rebuild();
  clients.to(primary.port);
  const urlOf = (address: string) => `postgres://postgres@${address}/${DATABASE}`;
  return {
    url: urlOf(`127.0.0.1:${clients.port}`),
    urlOfBoth: `${urlOf(hosts)}?target_session_attrs=read-write`,
    failOver,
    rebuild,
  };
}

function adminUrl(port: number): string {
  return `postgres://postgres@127.0.0.1:${port}/postgres`;
}

/** Copies the data directory of a running primary, as `pg_basebackup` does. */
async function cloneTo(data: string, primary: Node): Promise<void> {
  const asOwner = userForPostgres() ?? {};
  const client = new pg.Client({ connectionString: adminUrl(primary.port) });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query(`select pg_backup_start('clone', true)`);
    const entries = readdirSync(primary.data).filter((name) => !NOT_CLONED.includes(name));
    const emptyFolders = EMPTY_FOLDERS.map((name) => join(data, name));
    await run('mkdir', ['-m', '700', data, ...emptyFolders], asOwner);
    const copied = entries.map((name) => join(primary.data, name));
    await run('cp', ['-R', '-p', ...copied, data], asOwner);
    const { rows } = await client.query<{ labelfile: string }>(
      'select labelfile from pg_backup_stop(false)',
    );
    await writeOwned(join(data, 'backup_label'), rows[0]?.labelfile ?? '');
    await writeOwned(join(data, 'standby.signal'), '');
  } finally {
    await client.end();
  }
}

async function writeOwned(file: string, text: string): Promise<void> {
  await writeFile(file, text, { mode: 0o600 });
  const owner = userForPostgres();
  if (owner) await chown(file, owner.uid, owner.gid);
}

/** Settings of a server that does not run yet; they win over those it was cloned with. */
async function configure(data: string, settings: Record<string, string>): Promise<void> {
  const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value}'\n`);
  await appendFile(join(data, 'postgresql.auto.conf'), lines.join(''));
}

async function setSynchronous({ port }: Node): Promise<void> {
  await query(adminUrl(port), `alter system set synchronous_standby_names = '${STANDBY}'`);
  await query(adminUrl(port), 'select pg_reload_conf()');
}

async function untilReplicating({ port }: Node, state: 'streaming' | 'sync'): Promise<void> {
  const wanted = `select from pg_stat_replication where '${state}' in (state, sync_state)`;
  await until(`the standby is ${state}`, { timeoutMs: 60_000 }, async () => {
    return (await query(adminUrl(port), wanted)).length > 0;
  });
}
