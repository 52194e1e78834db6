import { randomBytes } from 'node:crypto';
import { KomboKeyRequiredError, type Delivery } from '@result-links/delivery';
import {
  acceptInput,
  finishInput,
  only,
  resultOf,
  silentLog,
} from '@result-links/delivery/testing';
import { openDatabase } from '../engine/open-database.js';
import { createPersistence, type Persistence } from '../persistence.js';
import { textsInFiles } from '../testing/data-files.js';
import { ENGINES, openTestBed, type TestBed } from '../testing/test-bed.js';
import {
  insertSealingKey,
  listSealingKeys,
  type SealingKeyRow,
} from '../statements/sealing-keys.js';
import type { EncryptionKey } from './sealed.js';
import { Vault } from './vault.js';

const key = (id: string): EncryptionKey => ({ id, secret: randomBytes(32) });
const [old, current] = [key('old'), key('new')];
const SECRETS = [
  'kombo-key-4711',
  'webhook-secret-4711',
  'Grace Hopper 4711',
  'results.example/4711',
];
const [komboApiKey = '', webhookSecret = '', label = '', url = ''] = SECRETS;
const body = { label, url: `https://${url}` } as Delivery['body'] & object;

const account = {
  id: 'acme',
  name: null,
  region: 'eu' as const,
  baseUrl: null,
  komboApiKey,
  webhookSecret,
  onUnknown: 'hold' as const,
  limits: { concurrencyLimit: null, rate: null },
};

describe.each(ENGINES)('encryption at rest on %s', (engine) => {
  let bed: TestBed;
  let sealingKeys: SealingKeyRow[];
  beforeAll(async () => {
    bed = await openTestBed(engine, [old]);
    sealingKeys = await listSealingKeys(bed.db);
  }, 60_000);
  afterEach(async () => {
    await bed.reset();
    await bed.db.query('truncate result_links.sealing_keys');
    for (const row of sealingKeys) {
      await bed.db.transaction((tx) => insertSealingKey(tx, row.key_id, row.content_key));
    }
  });
  afterAll(() => bed?.close());

  /** Another process with other keys on the same database. */
  const withKeys = async (...keys: EncryptionKey[]): Promise<Persistence> => {
    const vault = new Vault(keys);
    const { databaseUrl, dataDir } = bed;
    const db =
      engine === 'postgres'
        ? await openDatabase({ databaseUrl, dataDir, log: silentLog, vault })
        : {
            ...bed.db,
            vault,
            query: ((text, values) => bed.db.query(text, values)) as typeof bed.db.query,
            transaction: ((work) =>
              bed.db.transaction((tx) => work({ ...tx, vault }))) as typeof bed.db.transaction,
            close: async () => undefined,
          };
    return createPersistence(db, { log: silentLog });
  };
  const opened = async (...keys: EncryptionKey[]) => {
    const persistence = await withKeys(...keys);
    try {
      await persistence.ready();
      return { persistence, refusal: null };
    } catch (error) {
      await persistence.close();
      return { persistence, refusal: (error as Error).message };
    }
  };
  /** All that the tables hold, as text. */
  const rawTables = async () => {
    const { rows } = await bed.db.query<{ schema: string; name: string }>(
      `select table_schema as schema, table_name as name from information_schema.tables
        where table_schema like 'result_links%' and table_type = 'BASE TABLE'`,
    );
    const dumps = await Promise.all(
      rows.map(({ schema, name }) =>
        bed.db.query(`select t::text as row from "${schema}"."${name}" t`),
      ),
    );
    return JSON.stringify(dumps.flatMap((dump) => dump.rows));
  };
  const keep = async () => {
    await bed.accounts.create(account);
    return (await bed.deliveries.accept(acceptInput({ accountId: 'acme', body }))).delivery;
  };

  it('leaves no key, secret or body in any table', async () => {
    const delivery = await keep();
    expect(delivery.body).toEqual(body);
    const raw = await rawTables();
    expect(raw).toContain(delivery.id);
    for (const secret of SECRETS) expect(raw).not.toContain(secret);
    expect(only(await bed.work.startAttempts('w', 1)).delivery.body).toEqual(body);
  });

  it('finds the same content again, also what was accepted in plain before', async () => {
    const input = acceptInput({ accountId: 'acme', body });
    const keyed = { ...input, idempotencyKey: 'request-1' };
    await bed.deliveries.accept(keyed);
    await bed.db.query('update result_links.deliveries set content_hash = $1, body = $2', [
      input.contentHash,
      JSON.stringify(body),
    ]);
    expect((await bed.deliveries.accept(input)).kind).toBe('replayed');
    expect((await bed.deliveries.accept(keyed)).kind).toBe('replayed');
    expect(await bed.reseal(null)).toMatchObject({ resealed: 1, isComplete: true });
    expect(await rawTables()).not.toContain(input.contentHash);
    expect((await bed.deliveries.accept(input)).kind).toBe('replayed');
    expect((await bed.deliveries.accept(keyed)).kind).toBe('replayed');
  });

  it('changes keys: seals everything again, in rounds that can be repeated, and then needs the old one no more', async () => {
    const delivery = await keep();
    const input = acceptInput({ accountId: 'acme', body });
    const rotating = (await opened(current, old)).persistence;
    expect(await rotating.reseal(null)).toEqual({
      resealed: 3,
      next: null,
      isComplete: true,
      keyId: 'new',
    });
    expect(await rotating.reseal(null)).toMatchObject({ resealed: 0, isComplete: true });
    expect(await rawTables()).not.toContain('sealed:old');
    await rotating.close();

    const { persistence: after } = await opened(current);
    expect((await after.deliveries.find('acme', delivery.id))?.body).toEqual(body);
    expect(only(await after.accounts.listAccess()).komboApiKey).toBe(komboApiKey);
    expect(only(await after.accounts.listWebhookSecrets()).secret).toBe(webhookSecret);
    expect((await after.deliveries.accept(input)).kind).toBe('replayed');
    await after.close();
  });

  it('seals what was said in plain before, and again with another key', async () => {
    const said = { ...resultOf('rejected'), warnings: ['Grace Hopper 4711 was told'] };
    said.details = { ...said.details, message: 'Grace Hopper 4711 is "gone" \\ \u0000' };
    const delivery = await keep();
    const started = only(await bed.work.startAttempts('w', 1));
    await bed.work.finishAttempt(finishInput(started, said));
    const plain = [JSON.stringify(said.details), JSON.stringify(said.warnings)];
    await bed.db.query('update result_links.attempts set details = $1, warnings = $2', plain);
    await bed.db.query(
      'update result_links.deliveries set last_details = $1, warnings = $2',
      plain,
    );
    expect(await rawTables()).toContain('Grace Hopper');
    expect(await bed.reseal(null)).toMatchObject({ resealed: 2, isComplete: true });
    expect(await bed.reseal(null)).toMatchObject({ resealed: 0, isComplete: true });
    expect(await rawTables()).not.toContain('Grace Hopper');

    const rotating = (await opened(current, old)).persistence;
    expect(await rotating.reseal(null)).toMatchObject({ resealed: 4, isComplete: true });
    expect(await rawTables()).not.toContain('sealed:old');
    await rotating.close();
    const { persistence: after } = await opened(current);
    const { details: lastDetails, warnings } = said;
    expect(await after.deliveries.find('acme', delivery.id)).toMatchObject({
      lastDetails,
      warnings,
    });
    expect(only(await after.deliveries.listAttempts('acme', delivery.id))).toMatchObject({
      details: lastDetails,
      warnings,
    });
    await after.close();
  });

  it('leaves texts out that were changed in the database', async () => {
    const delivery = await keep();
    const started = only(await bed.work.startAttempts('w', 1));
    await bed.work.finishAttempt(finishInput(started, resultOf('rejected')));
    // From another place: authenticated with its own.
    await bed.db.query(
      `update result_links.attempts a set details = d.last_details from result_links.deliveries d`,
    );
    const [attempt] = await bed.deliveries.listAttempts('acme', delivery.id);
    expect(attempt).toMatchObject({ outcome: 'rejected', details: { message: null } });
    expect((await bed.deliveries.find('acme', delivery.id))?.lastDetails?.message).toBe(
      'It was rejected',
    );
  });

  it('fails one delivery whose body was changed in the database, and sends the others', async () => {
    const changed = await keep();
    const other = await bed.deliveries.accept(acceptInput({ accountId: 'acme', candidate: 'c2' }));
    await bed.db.query(
      `update result_links.deliveries set body = to_json('sealed:old:AAAA'::text) where id = $1`,
      [changed.id],
    );
    const bodies = new Map(
      (await bed.work.startAttempts('w', 10)).map(({ delivery }) => [delivery.id, delivery.body]),
    );
    expect(bodies.get(changed.id)).toBeNull();
    expect(bodies.get(other.delivery.id)).toEqual(other.delivery.body);
  });

  it('leaves out an account whose secrets were changed in the database, not the others', async () => {
    await keep();
    await bed.accounts.create({ ...account, id: 'beta', webhookSecret: 'of beta' });
    await bed.db.query(
      `update result_links.accounts b
          set kombo_api_key = a.kombo_api_key, webhook_secret = a.webhook_secret
         from result_links.accounts a where a.id = 'acme' and b.id = 'beta'`,
    );
    const ids = (items: { accountId: string }[]) => items.map(({ accountId }) => accountId);
    expect(ids(await bed.accounts.listAccess())).toEqual(['acme']);
    expect(ids(await bed.accounts.listWebhookSecrets())).toEqual(['acme']);
  });

  it('keeps a Kombo key at its address: one that was changed in the database does not get it', async () => {
    await keep();
    const access = async () => (await bed.accounts.listAccess()).map((each) => each.komboApiKey);
    expect(await access()).toEqual([komboApiKey]);
    for (const change of [`base_url = 'https://evil.example/v1'`, `region = 'us'`]) {
      await bed.db.query(`update result_links.accounts set ${change}`);
      expect(await access()).toEqual([]);
      await bed.db.query(`update result_links.accounts set base_url = null, region = 'eu'`);
    }
    const baseUrl = 'https://proxy.example/v1';
    await expect(bed.accounts.update('acme', { baseUrl })).rejects.toThrow(KomboKeyRequiredError);
    await bed.accounts.update('acme', { baseUrl, komboApiKey });
    await bed.accounts.update('acme', { komboApiKey });
    expect(await bed.accounts.listAccess()).toMatchObject([{ baseUrl, komboApiKey }]);
  });

  it('opens Kombo keys of earlier releases, and binds them to their address when it seals again', async () => {
    await keep();
    const sealed = new Vault([old]).seal('accounts.kombo_api_key acme', komboApiKey);
    await bed.db.query('update result_links.accounts set kombo_api_key = $1', [sealed]);
    expect(only(await bed.accounts.listAccess()).komboApiKey).toBe(komboApiKey);
    expect(await bed.reseal(null)).toMatchObject({ resealed: 1, isComplete: true });
    expect(await bed.reseal(null)).toMatchObject({ resealed: 0, isComplete: true });
    expect(only(await bed.accounts.listAccess()).komboApiKey).toBe(komboApiKey);
    await bed.db.query(`update result_links.accounts set base_url = 'https://evil.example/v1'`);
    expect(await bed.accounts.listAccess()).toEqual([]);
  });

  it('does not start without the keys that something is sealed with', async () => {
    await keep();
    expect((await opened()).refusal).toBe(
      'The database holds values that are encrypted (with the key "old"), but RESULT_LINKS_ENCRYPTION_KEY is not set.',
    );
    expect((await opened(current)).refusal).toContain('"old"');
    expect((await opened(key('old'))).refusal).toContain('not the right one');
  });
});

it.each(ENGINES)(
  'leaves no key, secret or body in any file of the %s database, write-ahead log included',
  async (engine) => {
    const found: Record<string, string[]> = {};
    for (const keys of [[], [old]]) {
      const bed = await openTestBed(engine, keys);
      if (keys.length > 0) await bed.accounts.create(account);
      const input = acceptInput({ accountId: 'acme', body });
      await bed.deliveries.accept(input);
      await bed.work.startAttempts('w', 1);
      const looked = [...SECRETS, input.contentHash, 'acme'];
      found[keys.length === 0 ? 'plain' : 'sealed'] = await textsInFiles(bed, looked);
      await bed.close();
    }
    // The first proves that they would be seen.
    expect(found['plain']).toEqual(expect.arrayContaining([label, url]));
    expect(found['sealed']).toEqual(['acme']);
  },
  60_000,
);
