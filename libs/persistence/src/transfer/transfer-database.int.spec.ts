import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mintAdminKey } from '@result-links/delivery';
import { silentLog } from '@result-links/delivery/testing';
import type { Database } from '../engine/database.js';
import { openDatabase } from '../engine/open-database.js';
import { migrate } from '../migrations/migrate.js';
import { createPersistence, openPersistence, type Persistence } from '../persistence.js';
import { listTables } from '../statements/transfer.js';
import { childScript } from '../testing/child-process.js';
import { copyEmbeddedTemplate } from '../testing/embedded-template.js';
import { fillDeliveries } from '../testing/fill.js';
import { startPostgres, type TestServer } from '../testing/postgres-server.js';
import { abandonTransfer, transferDatabase } from './transfer-database.js';

/** Deliveries to move; 100,000 with RESULT_LINKS_LONG=1. */
const DELIVERIES = process.env['RESULT_LINKS_LONG'] ? 100_000 : 3_000;

let server: TestServer;
let dataDir: string;
beforeAll(async () => void (server = await startPostgres()), 120_000);
afterAll(() => server?.destroy());
beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'result-links-transfer-'));
  await copyEmbeddedTemplate(dataDir);
}, 60_000);
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

async function withDb<T>(databaseUrl: string | undefined, work: (db: Database) => Promise<T>) {
  const db = await openDatabase({ databaseUrl, dataDir, log: silentLog });
  try {
    return await work(db);
  } finally {
    await db.close();
  }
}

const fill = (count: number) =>
  withDb(undefined, async (db) => {
    await migrate(db, silentLog);
    await fillDeliveries(db, count);
  });

const KIM = { type: 'local', keyId: null, keyName: 'kim', address: null } as const;
const recordsOf = async ({ auditRecords }: Persistence) =>
  (await auditRecords.list({}, { limit: 10 })).records;

/** Everything that is in the tables, byte by byte. */
async function digest(db: Database): Promise<Record<string, string>> {
  const digests: Record<string, string> = {};
  for (const { name, columns } of await listTables(db)) {
    const text = columns.map((column) => `"${column.name}"::text`).join(', ');
    const { rows } = await db.query<{ md5: string }>(
      `select count(*) || ' ' || md5(string_agg(line, chr(10) order by line)) as md5
         from (select row(${text})::text as line from result_links.${name}) t`,
    );
    digests[name] = String(rows[0]?.md5);
  }
  return digests;
}

it('continues where it was killed, copies every byte once, and only the server sends afterwards', async () => {
  await fill(DELIVERIES);
  const before = await withDb(undefined, digest);
  const url = await server.createDatabase();
  const start = childScript('transferrer');
  const far = Math.floor((DELIVERIES * 2) / 3 / 500) * 500;
  for (const word of [
    'COPIED deliveries 500',
    `COPIED deliveries ${far}`,
    'COPIED attempts 1000',
  ]) {
    const child = start(dataDir, url);
    await child.line(word, 'FAILED', 'DONE');
    await child.kill();
    expect(child.lines.find((line) => /^(FAILED|DONE)/.test(line))).toBeUndefined();
    // Meanwhile neither database sends.
    const unfinished = await openPersistence({ databaseUrl: url, dataDir, log: silentLog });
    await unfinished.ready();
    expect(unfinished.sendingStop()).toMatchObject({ reason: 'moving' });
    expect(await unfinished.work.startAttempts('w', 10)).toEqual([]);
    const input = { since: null, nothingSent: true, dryRun: false };
    await expect(unfinished.confirm(input)).rejects.toThrow('admin migrate');
    await unfinished.close();
    await withDb(undefined, async (db) => {
      const persistence = createPersistence(db, { log: silentLog });
      await expect(persistence.ready()).rejects.toThrow(/is being moved to 127.0.0.1:\d+\/test_1/);
    });
  }
  const moved = await transferDatabase({
    ...{ dataDir, databaseUrl: url, log: silentLog, encryptionKeys: [] },
  });
  expect(moved).toMatchObject({ deliveries: DELIVERIES });
  expect(await withDb(url, digest)).toEqual(before);

  await withDb(undefined, async (db) => {
    const persistence = createPersistence(db, { log: silentLog });
    await expect(persistence.ready()).rejects.toThrow(
      /was moved to 127.0.0.1:\d+\/test_1 and must not be used/,
    );
  });
  const onServer = await openPersistence({ databaseUrl: url, dataDir, log: silentLog });
  await onServer.ready();
  expect(onServer.sendingStop()).toBeNull();
  // Attempts of the killed process end as after every crash.
  expect(await onServer.work.findOrphans(15_000, 100)).toHaveLength(5);
  await onServer.close();

  // Run once more, it finds nothing to do; the move can't be undone.
  const options = { dataDir, databaseUrl: url, log: silentLog, encryptionKeys: [] };
  expect(await transferDatabase(options)).toEqual(moved);
  await expect(abandonTransfer(options)).rejects.toThrow(/has finished/);
}, 900_000);

it('takes admin keys and audit records along, and records who moved them', async () => {
  const { key: _key, ...minted } = mintAdminKey();
  await withDb(undefined, async (db) => {
    const persistence = createPersistence(db, { log: silentLog });
    await persistence.ready();
    await persistence.adminKeys.create(
      { name: 'kim', scope: 'write', expiresAt: null, ...minted },
      KIM,
    );
  });
  const url = await server.createDatabase();
  const options = { dataDir, databaseUrl: url, log: silentLog, encryptionKeys: [], by: KIM };
  await transferDatabase(options);
  await transferDatabase(options);
  const moved = await openPersistence({ databaseUrl: url, dataDir, log: silentLog });
  await moved.ready();
  const [key] = await moved.adminKeys.list();
  expect([...(await moved.adminKeys.findKeys([minted.hash])).values()]).toEqual([key]);
  expect(await recordsOf(moved)).toMatchObject([
    { ...KIM, action: 'database.move', details: { to: expect.stringMatching(/^127.0.0.1:/) } },
    { ...KIM, action: 'admin_key.create', subject: key?.id },
  ]);
  await moved.close();
}, 120_000);

it('can be given up before it has finished', async () => {
  await fill(700);
  const url = await server.createDatabase();
  const child = childScript('transferrer')(dataDir, url);
  await child.line('COPIED deliveries', 'FAILED');
  await child.kill();
  const options = { dataDir, databaseUrl: url, log: silentLog, encryptionKeys: [], by: KIM };
  await abandonTransfer(options);
  await withDb(undefined, async (db) => {
    const persistence = createPersistence(db, { log: silentLog });
    await persistence.ready();
    expect(persistence.sendingStop()).toBeNull();
    expect(await recordsOf(persistence)).toMatchObject([
      { ...KIM, action: 'database.abandon_move' },
    ]);
    expect(await persistence.work.startAttempts('w', 1)).toHaveLength(1);
  });
}, 120_000);

it.each([
  ['a database that is not empty', /is not empty \(accounts has rows\)/],
  ['a directory without a database', /^--from: .* has no embedded database/],
  ['a server that does not answer', /doesn't answer/],
])(
  'refuses %s',
  async (what, message) => {
    await fill(1);
    const url = await server.createDatabase();
    const options = { dataDir, databaseUrl: url, log: silentLog, encryptionKeys: [] };
    if (what.startsWith('a directory')) options.dataDir = join(dataDir, 'nowhere');
    if (what.startsWith('a server')) options.databaseUrl = 'postgres://127.0.0.1:9/x';
    if (what.startsWith('a database')) {
      const used = await openPersistence({ databaseUrl: url, dataDir, log: silentLog });
      await used.ready();
      await used.saveAccount({ id: 'default', onUnknown: 'hold' });
      await used.close();
    }
    await expect(transferDatabase(options)).rejects.toThrow(message);
  },
  60_000,
);
