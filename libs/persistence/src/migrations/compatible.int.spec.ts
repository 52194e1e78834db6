import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLog } from '@result-links/delivery/testing';
import type { Database } from '../engine/database.js';
import { openDatabase } from '../engine/open-database.js';
import { createPersistence, type Persistence } from '../persistence.js';
import { copyEmbeddedTemplate } from '../testing/embedded-template.js';
import {
  incompatibilities,
  takeSnapshot,
  type SchemaSnapshot,
} from '../testing/schema-snapshot.js';
import { MIGRATIONS } from './index.js';
import { migrate } from './migrate.js';

/**
 * Processes of the release before go on working on the newest schema while a new release is rolled out, and
 * after a roll-back (docs/deploy.md, "Rolling out"). `npm run deploy:rolling` tries that for real.
 */
const dataDir = mkdtempSync(join(tmpdir(), 'result-links-'));
let db: Database;
let persistence: Persistence;
/** The schema after each migration. */
const snapshots: SchemaSnapshot[] = [];

beforeAll(async () => {
  await copyEmbeddedTemplate(dataDir);
  db = await openDatabase({ dataDir, log: silentLog });
  await db.ready();
  for (const { number } of MIGRATIONS) {
    await migrate(
      db,
      silentLog,
      MIGRATIONS.filter((migration) => migration.number <= number),
    );
    snapshots.push(await takeSnapshot(db));
  }
  persistence = createPersistence(db, { log: silentLog });
  await persistence.ready();
  // The queue's table, which the first release makes by itself when it starts.
  await db.query(`create schema result_links_queue;
    create table result_links_queue.job (id uuid, name text, state text, data jsonb, created_on timestamptz)`);
}, 60_000);
afterAll(async () => {
  await persistence?.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const steps = MIGRATIONS.slice(1).map(({ number, name }, index) => [number, name, index] as const);

it.each(steps)(
  'migration %i (%s) takes nothing from the release before',
  (_number, _name, index) => {
    const [before, after] = snapshots.slice(index, index + 2);
    expect(incompatibilities(before!, after!)).toEqual([]);
  },
);

/** Recorded when its stores were used in every way; white space made even. */
const statements: string[] = JSON.parse(
  readFileSync(join(__dirname, '../testing/statements-of-first-release.json'), 'utf8'),
);
it.each(statements.map((text) => [text.slice(0, 60), text]))(
  'the first release may still say: %s …',
  async (_start, text) => {
    await db.transaction(async (tx) => {
      await tx.query(`prepare statement_of_first_release as ${text}`);
      await tx.query('deallocate statement_of_first_release');
    });
  },
);

describe('the comparison notices', () => {
  const changes: [string, RegExp][] = [
    ['alter table result_links.moves drop column note', /^moves\.note is gone$/],
    ['alter table result_links.moves rename column note to remark', /^moves\.note is gone$/],
    ['alter table result_links.moves alter column note type varchar(9)', /note was text and is/],
    ['alter table result_links.moves add column who text not null', /moves\.who is new, must be/],
    [
      'alter table result_links.attempts alter column outcome set not null',
      /outcome could be null/,
    ],
    ['alter table result_links.accounts alter column on_unknown drop default', /lost its default/],
    ["alter table result_links.moves add check (note <> '')", /a new rule about moves\.note/],
    ['create unique index on result_links.moves (at)', /a new rule about moves\.at/],
    ['drop table result_links.moves', /^moves\.at is gone$/],
  ];
  it.each(changes)('%s', async (change, sentence) => {
    const undone = new Error('undone');
    const before = snapshots.at(-1)!;
    let found: string[] = [];
    await db
      .transaction(async (tx) => {
        await tx.query(change);
        found = incompatibilities(before, await takeSnapshot(tx));
        throw undone;
      })
      .catch((error: unknown) => expect(error).toBe(undone));
    expect(found.filter((one) => sentence.test(one))).toHaveLength(1);
  });

  it.each([
    ['more columns', '(delivery_id, number, worker_id)', 0],
    ['other columns', '(delivery_id, worker_id)', 1],
    ['a condition of its own', '(delivery_id, worker_id) where number > 1', 1],
  ])('a unique index on %s: %s', async (_what, columns, count) => {
    const undone = new Error('undone');
    let found: string[] = [];
    await db
      .transaction(async (tx) => {
        await tx.query(`create unique index on result_links.attempts ${columns}`);
        found = incompatibilities(snapshots.at(-1)!, await takeSnapshot(tx));
        throw undone;
      })
      .catch((error: unknown) => expect(error).toBe(undone));
    expect(found).toHaveLength(count);
  });

  it('and does not mind what is added beside', async () => {
    const undone = new Error('undone');
    let found: string[] = ['not asked'];
    await db
      .transaction(async (tx) => {
        await tx.query(`alter table result_links.moves add column who text check (who <> ''),
                          add column at_once boolean not null default false`);
        await tx.query(
          'create table result_links.more (id int primary key, x text not null unique)',
        );
        await tx.query('create index on result_links.moves (note)');
        found = incompatibilities(snapshots.at(-1)!, await takeSnapshot(tx));
        throw undone;
      })
      .catch((error: unknown) => expect(error).toBe(undone));
    expect(found).toEqual([]);
  });
});
