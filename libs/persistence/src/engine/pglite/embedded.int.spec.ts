import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { silentLog } from '@result-links/delivery/testing';
import { childScript } from '../../testing/child-process.js';
import { copyEmbeddedTemplate } from '../../testing/embedded-template.js';
import type { Queryable } from '../database.js';
import { DatabaseUnavailableError } from '../errors.js';
import { Vault } from '../../vault/vault.js';
import { checkDurability, checkVersion } from './checks.js';
import { DirectoryInUseError, EmbeddedEngineError } from './errors.js';
import { Housekeeping } from './housekeeping.js';
import { openEmbedded, type EmbeddedDatabase } from './open-embedded.js';
import type { SyncingNodeFs } from './syncing-node-fs.js';

/** Kills and reopenings of the crash test; more with TEST_LONG=1. */
const KILLS = process.env['TEST_LONG'] ? 25 : 3;

describe('the embedded engine', () => {
  let dataDir: string;
  let db: EmbeddedDatabase;
  const warnings: string[] = [];
  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'result-links-'));
    // As a start that was interrupted leaves it.
    mkdirSync(join(dataDir, 'database.init'));
    writeFileSync(join(dataDir, 'database.init', 'PG_VERSION'), '');
    const warn = (_fields: unknown, message: string) => void warnings.push(message);
    db = await openEmbedded({ dataDir, log: { ...silentLog, warn } });
    await db.query('create table things (id int primary key, note text)');
  }, 60_000);
  afterAll(async () => {
    await db?.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('throws away what an interrupted first start has left', () => {
    expect(existsSync(join(dataDir, 'database.init'))).toBe(false);
    expect(existsSync(join(dataDir, 'database', 'PG_VERSION'))).toBe(true);
  });

  it('keeps its files from other users, whatever the umask', () => {
    expect(statSync(join(dataDir, 'database')).mode & 0o777).toBe(0o700);
  });

  it('syncs every commit to the disk', async () => {
    const before = db.syncCount();
    for (let id = 1; id <= 20; id += 1) {
      await db.transaction((tx) => tx.query('insert into things values ($1)', [id]));
    }
    expect(db.syncCount() - before).toBeGreaterThanOrEqual(20);
  });

  it('runs with fsync on and a bounded log', async () => {
    const { rows } = await db.query(`select current_setting('fsync') as fsync,
      current_setting('wal_sync_method') as method, current_setting('synchronous_commit') as commit,
      current_setting('full_page_writes') as pages`);
    expect(rows).toEqual([{ fsync: 'on', method: 'fsync', commit: 'on', pages: 'on' }]);
  });

  it('is refused a second time, naming the owner', async () => {
    const second = openEmbedded({ dataDir, log: silentLog });
    await expect(second).rejects.toThrow(DirectoryInUseError);
    await expect(second).rejects.toThrow(`in use by process ${process.pid}`);
    await expect(second).rejects.toThrow('RESULT_LINKS_DATA_DIR');
  });

  it('is refused to another process', async () => {
    const child = childScript('embedded-writer')(dataDir);
    expect(await child.line('REFUSED', 'READY')).toContain(`in use by process ${process.pid}`);
  });

  it('rolls back and goes on after an error in a transaction', async () => {
    const count = async () => (await db.query('select from things')).rowCount;
    const before = await count();
    await expect(
      db.transaction(async (tx) => {
        await tx.query('insert into things values (1000)');
        await tx.query('select nonsense');
      }),
    ).rejects.toThrow(/nonsense/);
    expect(await count()).toBe(before);
    await db.transaction((tx) => tx.query('insert into things values (1000)'));
    expect(await count()).toBe(before + 1);
  });

  it('lets transactions take turns on the one connection', async () => {
    const seen: number[] = [];
    await Promise.all(
      [1, 2, 3].map((n) =>
        db.transaction(async (tx) => {
          seen.push(n);
          await tx.query('select 1');
          await sleep(5);
          seen.push(n);
        }),
      ),
    );
    expect(seen).toEqual([1, 1, 2, 2, 3, 3]);
  });

  it('answers who waits longer than the deadline, and goes on', async () => {
    let letGo = (): void => undefined;
    let holding: Promise<void> | undefined;
    await new Promise<void>((hasBegun) => {
      holding = db.transaction(async (tx) => {
        await tx.query('select 1');
        hasBegun();
        await new Promise<void>((resolve) => (letGo = resolve));
      });
    });
    const waiting = db.query('select 1', [], { deadlineMs: 50 });
    await expect(waiting).rejects.toThrow(DatabaseUnavailableError);
    expect(warnings.splice(0)).toEqual([expect.stringContaining('past its deadline')]);
    letGo();
    await holding;
    expect(db.isUp()).toBe(true);
    await db.query('select 1', [], { deadlineMs: 60_000 });
    expect(warnings).toEqual([]);
  });

  it('logs a statement that has taken longer than its deadline', async () => {
    const { rows } = await db.query('select pg_sleep(0.2), 1 as one', [], { deadlineMs: 50 });
    expect(rows).toMatchObject([{ one: 1 }]);
    await db.transaction((tx) => tx.query('select pg_sleep(0.2)'), { deadlineMs: 150 });
    expect(new Set(warnings)).toEqual(new Set([expect.stringContaining('past its deadline')]));
    warnings.length = 0;
    await db.transaction((tx) => tx.query('select pg_sleep(0.2)', [], { deadlineMs: 60_000 }));
    expect(warnings).toEqual([]);
  });

  it('clears dead rows and writes a checkpoint when it keeps house', async () => {
    await db.query(
      `insert into things select n, repeat('x', 500) from generate_series(2000, 22000) n`,
    );
    await db.query(`update things set note = repeat('y', 500)`);
    const checkpoint = async () =>
      (
        await db.query<{ at: string }>(
          'select checkpoint_lsn::text as at from pg_control_checkpoint()',
        )
      ).rows[0]?.at;
    const deadRows = async () => {
      await db.query('select pg_stat_force_next_flush()');
      return (
        await db.query<{ dead: number }>(
          `select n_dead_tup::int as dead from pg_stat_user_tables where relname = 'things'`,
        )
      ).rows[0]?.dead;
    };
    const before = await checkpoint();
    expect(await deadRows()).toBeGreaterThan(20_000);
    await new Housekeeping(db, silentLog).run();
    expect(await checkpoint()).not.toBe(before);
    expect(await deadRows()).toBe(0);
  });
});

describe('the checks at start', () => {
  const answering = (version: string): Queryable => ({
    vault: new Vault(),
    query: async <Row>() => ({ rows: [{ version }] as Row[], rowCount: 1 }),
  });

  it('refuse another version of PGlite', async () => {
    await checkVersion(answering('PostgreSQL 18.6 (PGlite 0.5.16) on wasm32'));
    await expect(checkVersion(answering('PostgreSQL 18.6 (PGlite 0.5.17)'))).rejects.toThrow(
      EmbeddedEngineError,
    );
  });

  it('refuse to start when a commit does not reach the disk', async () => {
    const deaf = { syncCount: 7 } as SyncingNodeFs;
    await expect(checkDurability(answering(''), deaf)).rejects.toThrow(/not durable/);
  });
});

describe('the embedded engine on Linux', () => {
  const peakMb = (pid: number) =>
    Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;

  // Optimising the parser alone takes 600 MB.
  it('stays below 400 MB while it starts and runs some hundred statements', async () => {
    if (process.platform !== 'linux') return;
    const dataDir = mkdtempSync(join(tmpdir(), 'result-links-'));
    await copyEmbeddedTemplate(dataDir);
    const writer = childScript('embedded-writer')(dataDir);
    try {
      await writer.line('WROTE 500');
      // Compilers work beside the main thread.
      await sleep(1_500);
      const peak = peakMb(writer.pid);
      expect(peak).toBeGreaterThan(50);
      expect(peak).toBeLessThan(400);
    } finally {
      await writer.kill();
      rmSync(dataDir, { recursive: true, force: true });
    }
  }, 60_000);
});

describe('the embedded engine after kill -9', () => {
  it('has every row that was acknowledged', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'result-links-'));
    const startWriter = childScript('embedded-writer');
    let last = 0;
    await copyEmbeddedTemplate(dataDir);
    try {
      for (let kill = 0; kill < KILLS; kill += 1) {
        const writer = startWriter(dataDir);
        await writer.line('READY');
        await sleep(100 + Math.random() * 400);
        await writer.kill();
        const wrote = writer.lines.filter((line) => line.startsWith('WROTE')).at(-1);
        last = Number(wrote?.split(' ')[1] ?? last);
      }
      expect(last).toBeGreaterThan(KILLS);
      const db = await openEmbedded({ dataDir, log: silentLog });
      const { rows } = await db.query<{ count: number; highest: number }>(
        'select count(*)::int as count, max(number)::int as highest from written',
      );
      await db.close();
      expect(rows[0]?.count).toBe(rows[0]?.highest);
      expect(rows[0]?.highest).toBeGreaterThanOrEqual(last);
    } finally {
      rmSync(dataDir, { recursive: true, force: true });
    }
  }, 300_000);
});
