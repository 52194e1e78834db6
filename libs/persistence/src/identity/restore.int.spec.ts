import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { acceptInput, finishInput, resultOf, silentLog } from '@result-links/delivery/testing';
import { openPersistence, type Persistence } from '../persistence.js';
import type { Database } from '../engine/database.js';
import { openDatabase } from '../engine/open-database.js';
import { loadDump, takeDump } from '../testing/dump.js';
import { copyEmbeddedTemplate } from '../testing/embedded-template.js';
import { runOn, startPostgres, type TestServer } from '../testing/postgres-server.js';

const folder = mkdtempSync(join(tmpdir(), 'result-links-restore-'));
const servers: TestServer[] = [];
const opened = new Set<{ close(): Promise<void> }>();
/** The server of all tests that need no more than one. */
let server: TestServer;
let stateDirs = 0;

async function serverOf(options?: Parameters<typeof startPostgres>[0]): Promise<TestServer> {
  const server = await startPostgres(options);
  servers.push(server);
  return server;
}

/** A process: its own memory, and a state directory that outlives it. */
async function open(
  databaseUrl: string | undefined,
  stateDir: string,
  dataDir = join(folder, 'data'),
): Promise<Persistence> {
  const persistence = await openPersistence({
    ...{ databaseUrl, dataDir, log: silentLog },
    stateDir: { path: stateDir, isRequired: true },
  });
  opened.add(persistence);
  await persistence.ready();
  return persistence;
}

async function openDb(databaseUrl: string): Promise<Database> {
  const db = await openDatabase({ databaseUrl, dataDir: '', log: silentLog });
  opened.add(db);
  return db;
}

const newStateDir = () => join(folder, `state-${(stateDirs += 1)}`);

let accepted = 0;
async function accept(persistence: Persistence, count: number): Promise<string[]> {
  await persistence.saveAccount({ id: 'account-1', onUnknown: 'hold' });
  const ids: string[] = [];
  for (let n = 0; n < count; n += 1) {
    const input = acceptInput({ candidate: `candidate-${(accepted += 1)}` });
    ids.push((await persistence.deliveries.accept(input)).delivery.id);
  }
  return ids;
}

/** Sends up to `limit` links. Returns the deliveries. */
async function send(persistence: Persistence, limit: number, worker = 'w'): Promise<string[]> {
  const started = await persistence.work.startAttempts(worker, limit);
  for (const each of started) {
    await persistence.work.finishAttempt(finishInput(each, resultOf('delivered')));
  }
  return started.map(({ delivery }) => delivery.id);
}

const statesOf = async (persistence: Persistence, ids: readonly string[]) =>
  Promise.all(ids.map(async (id) => (await persistence.deliveries.find('account-1', id))?.state));

/** Ends one, or all. */
async function end(one?: { close(): Promise<void> }): Promise<void> {
  for (const each of one ? [one] : [...opened].reverse()) {
    opened.delete(each);
    await each.close();
  }
}

beforeAll(async () => void (server = await startPostgres()), 120_000);
afterEach(async () => {
  await end();
  for (const each of servers.splice(0)) await each.destroy();
}, 60_000);
afterAll(async () => {
  await server?.destroy();
  rmSync(folder, { recursive: true, force: true });
});

const admin = async (url: string, statement: string): Promise<void> => {
  const client = new Client({ connectionString: url.replace(/\/[^/]*$/, '/postgres') });
  await client.connect();
  await client.query(statement);
  await client.end();
};

it('a database that was dropped, made anew and loaded from a dump sends nothing, until it is confirmed', async () => {
  const url = await server.createDatabase();
  const before = await open(url, newStateDir());
  const ids = await accept(before, 6);
  await send(before, 1);
  // One attempt is open in the backup.
  await before.work.startAttempts('worker-of-the-backup', 1);
  const db = await openDb(url);
  const dump = await takeDump(db);
  expect(await send(before, 2)).toHaveLength(2);
  await end();
  const name = url.split('/').at(-1);
  await admin(url, `drop database ${name}`);
  await admin(url, `create database ${name}`);
  await loadDump(await openDb(url), dump);

  // A process without any memory, as on a new machine.
  const restored = await open(url, newStateDir());
  expect(restored.sendingStop()).toMatchObject({ reason: 'copied' });
  expect(await send(restored, 10)).toEqual([]);
  expect(await restored.work.openAttempts('worker-of-the-backup')).toEqual([]);
  const [fresh = ''] = await accept(restored, 1);

  const input = { since: null, nothingSent: false };
  expect(await restored.confirm({ ...input, dryRun: true })).toMatchObject({ unknown: 5 });
  expect(await send(restored, 10)).toEqual([]);
  expect(await restored.confirm({ ...input, dryRun: false })).toMatchObject({
    unknown: 5,
    repeated: 0,
  });
  expect(restored.sendingStop()).toBeNull();
  expect(await send(restored, 10)).toEqual([fresh]);
  expect(await statesOf(restored, ids)).toEqual([
    'delivered',
    'delivering',
    ...Array(4).fill('unknown'),
  ]);
  // Closed as unknown by the recovery, even if its worker runs through the restore and still lives.
  await restored.work.heartbeat('worker-of-the-backup');
  const orphans = await restored.work.findOrphans(15_000, 10);
  expect(orphans.map(({ delivery }) => delivery.id)).toEqual([ids[1]]);
}, 120_000);

describe('a dump that is loaded into the same database', () => {
  it.each([
    ['with new tables (--clean)', 'drop schema result_links cascade'],
    ['into emptied tables (--data-only)', 'data-only'],
  ])(
    '%s stops the processes that run meanwhile',
    async (_how, statement) => {
      const url = await server.createDatabase();
      const [one, two] = [await open(url, newStateDir()), await open(url, newStateDir())];
      await accept(one, 6);
      await send(one, 1);
      const db = await openDb(url);
      const dump = await takeDump(db);
      expect(await send(one, 2)).toHaveLength(2);
      if (statement === 'data-only') {
        await db.transaction(async (tx) => {
          await tx.query('set local session_replication_role = replica');
          const tables = [...dump.keys()].map((name) => `result_links.${name}`);
          await tx.query(`truncate ${tables.join()}`);
        });
      } else {
        await db.query(statement);
      }
      await loadDump(db, dump);

      expect(await send(two, 10, 'w2')).toEqual([]);
      expect(await send(one, 10)).toEqual([]);
      expect(await one.work.openAttempts('w')).toEqual([]);
      expect(one.sendingStop()).toMatchObject({ reason: 'copied' });
      expect(await one.confirm({ since: null, nothingSent: false, dryRun: false })).toMatchObject({
        unknown: 5,
      });
      expect(await send(two, 10, 'w2')).toEqual([]);
      expect(two.sendingStop()).toBeNull();
    },
    120_000,
  );
});

it('a copy made by the server (create database … template) sends nothing; a planned move goes on', async () => {
  const url = await server.createDatabase();
  const stateDir = newStateDir();
  const before = await open(url, stateDir);
  await accept(before, 2);
  await send(before, 1);
  await end(before);
  await admin(url, `create database copy template ${url.split('/').at(-1)}`);
  const copy = await open(url.replace(/\/[^/]*$/, '/copy'), stateDir);
  expect(copy.sendingStop()).toMatchObject({ reason: 'copied' });
  expect(await send(copy, 10)).toEqual([]);
  const original = await open(url, stateDir);
  expect(original.sendingStop()).toBeNull();

  await copy.confirm({ since: null, nothingSent: true, dryRun: false });
  expect(await send(copy, 10)).toHaveLength(1);
}, 120_000);

describe('a snapshot of the server’s files', () => {
  let url: string;
  const stateDir = newStateDir();
  const snapshot = () => join(folder, 'snapshot');
  const restoreSnapshot = async () => {
    await server.crash();
    rmSync(server.data, { recursive: true });
    execFileSync('cp', ['-a', snapshot(), server.data]);
    await server.start();
  };
  const prepare = async () => {
    rmSync(snapshot(), { recursive: true, force: true });
    url = await server.createDatabase();
    const before = await open(url, stateDir);
    await accept(before, 6);
    await send(before, 1);
    await server.stop();
    execFileSync('cp', ['-a', server.data, snapshot()]);
    await server.start();
    return before;
  };
  /** The pool meets its lost connections first. */
  const sendAgain = async (persistence: Persistence, limit: number) => {
    for (;;) {
      try {
        return await send(persistence, limit);
      } catch (error) {
        if (!String(error).includes('not available')) throw error;
      }
    }
  };

  it('stops a process that runs meanwhile, from its memory', async () => {
    const running = await prepare();
    expect(await sendAgain(running, 1)).toHaveLength(1);
    await restoreSnapshot();
    expect(await sendAgain(running, 10)).toEqual([]);
    expect(running.sendingStop()).toMatchObject({ reason: 'went_back' });
  }, 120_000);

  it('stops a process that is started afterwards, from its state file, and all others', async () => {
    const before = await prepare();
    expect(await sendAgain(before, 1)).toHaveLength(1);
    await end(before);
    await restoreSnapshot();
    const after = await open(url, stateDir);
    expect(await send(after, 10)).toEqual([]);
    expect(after.sendingStop()).toMatchObject({ reason: 'went_back' });
    const elsewhere = await open(url, newStateDir());
    expect(await send(elsewhere, 10)).toEqual([]);

    // Confirmed elsewhere: the file of a process that was down meanwhile counts no more.
    await end(after);
    await elsewhere.confirm({ since: null, nothingSent: false, dryRun: false });
    const [fresh] = await accept(elsewhere, 1);
    const late = await open(url, stateDir);
    expect(late.sendingStop()).toBeNull();
    expect(await send(late, 10)).toEqual([fresh]);
  }, 120_000);

  it('is declared by an operator where nothing is remembered', async () => {
    const before = await prepare();
    expect(await sendAgain(before, 1)).toHaveLength(1);
    await end(before);
    await restoreSnapshot();
    const after = await open(url, newStateDir());
    const { unknown } = await after.confirm({ since: null, nothingSent: false, dryRun: false });
    expect(unknown).toBe(5);
    expect(await send(after, 10)).toEqual([]);
  }, 120_000);
});

it('point-in-time recovery stops a process that was further', async () => {
  const primary = await serverOf({ settings: { wal_level: 'replica' } });
  const url = await primary.createDatabase();
  const stateDir = newStateDir();
  const before = await open(url, stateDir);
  await accept(before, 6);
  await primary.stop();
  const base = join(folder, 'base');
  execFileSync('cp', ['-a', primary.data, base]);
  await primary.start();
  const db = await openDb(url);
  await db.ready();
  await before.ready();
  while ((await before.problem()) !== null) await sleep(20);
  await send(before, 1);
  const { rows } = await db.query<{ lsn: string }>('select pg_current_wal_lsn()::text as lsn');
  expect(await send(before, 3)).toHaveLength(3);
  await end();
  await primary.stop();

  const recovered = await serverOf({
    ...{ from: base, recovery: 'recovery' },
    settings: {
      restore_command: `cp ${primary.data}/pg_wal/%f %p`,
      recovery_target_lsn: rows[0]!.lsn,
      recovery_target_action: 'promote',
    },
  });
  const recoveredUrl = url.replace(`:${primary.port}/`, `:${recovered.port}/`);
  const after = await open(recoveredUrl, stateDir);
  expect(await send(after, 10)).toEqual([]);
  expect(after.sendingStop()).toMatchObject({ reason: 'went_back' });
}, 120_000);

describe('a standby that is promoted', () => {
  const failOver = async (isSynchronous: boolean) => {
    const port = servers.length;
    const primary = await serverOf({ settings: { wal_level: 'replica' } });
    const url = await primary.createDatabase();
    const stateDir = newStateDir();
    const process = await open(url, stateDir);
    await accept(process, 12);
    await primary.stop();
    const base = join(folder, `standby-base-${port}-${isSynchronous}`);
    execFileSync('cp', ['-a', primary.data, base]);
    await primary.start();
    const standby = await serverOf({
      ...{ from: base, recovery: 'standby' },
      settings: { primary_conninfo: `host=127.0.0.1 port=${primary.port} user=postgres` },
    });
    const onPrimary = await openDb(url);
    while ((await process.problem()) !== null) await sleep(20);
    await untilTrue(onPrimary, 'select exists (select from pg_stat_replication) as yes');
    if (isSynchronous) {
      await runOn(url, `alter system set synchronous_standby_names = '*'`);
      await onPrimary.query('select pg_reload_conf()');
      await untilTrue(
        onPrimary,
        `select exists (select from pg_stat_replication where sync_state = 'sync') as yes`,
      );
    }
    await send(process, 1);
    if (!isSynchronous) {
      await untilTrue(
        onPrimary,
        'select bool_and(replay_lsn = pg_current_wal_lsn()) as yes from pg_stat_replication',
      );
      // From here on the standby receives nothing.
      await standby.crash();
    }
    expect(await send(process, 3)).toHaveLength(3);
    await end();
    await primary.crash();
    if (!isSynchronous) await standby.start();
    const standbyUrl = url.replace(`:${primary.port}/`, `:${standby.port}/`);
    // Waits until it is done.
    await runOn(standbyUrl, 'select pg_promote()');
    return open(standbyUrl, stateDir);
  };

  it('goes on sending if it was synchronous, on a new timeline', async () => {
    const after = await failOver(true);
    expect(after.sendingStop()).toBeNull();
    expect((await send(after, 10)).length).toBeGreaterThan(0);
  }, 120_000);

  it('stops if it was asynchronous and has lost attempts', async () => {
    const after = await failOver(false);
    expect(await send(after, 10)).toEqual([]);
    expect(after.sendingStop()).toMatchObject({ reason: 'went_back' });
  }, 120_000);
});

it('a copy of the directory of an embedded database sends nothing, the original goes on', async () => {
  const [first, second] = ['first', 'second'].map((name) => join(folder, name));
  await copyEmbeddedTemplate(first!);
  const before = await open(undefined, first!, first);
  await accept(before, 3);
  expect(await send(before, 1)).toHaveLength(1);
  await end(before);
  cpSync(first!, second!, { recursive: true });
  const copy = await open(undefined, second!, second);
  expect(await send(copy, 10)).toEqual([]);
  expect(copy.sendingStop()).toMatchObject({ reason: 'copied' });
  const original = await open(undefined, first!, first);
  expect(await send(original, 10)).toHaveLength(2);
}, 120_000);

async function untilTrue(db: Database, question: string): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    const { rows } = await db.query<{ yes: boolean }>(question);
    if (rows[0]?.yes) return;
    if (tries === 400) throw new Error(`not within 20 s: ${question}`);
    await new Promise((done) => setTimeout(done, 50));
  }
}
