import { Client } from 'pg';
import { silentLog, until } from '@result-links/delivery/testing';
import { openPersistence } from '../persistence.js';
import { openTestBed, type TestBed } from '../testing/test-bed.js';

let bed: TestBed;
const clients: Client[] = [];
beforeAll(async () => void (bed = await openTestBed('postgres')), 60_000);
afterEach(() => Promise.all(clients.splice(0).map((client) => client.end())));
afterAll(() => bed?.close());

/** Connects as a standby does (`replication=true`), which is enough to be listed. */
async function connectStandby(applicationName: string, replication = 'true'): Promise<Client> {
  const options = { connectionString: bed.databaseUrl, application_name: applicationName };
  const client = new Client({ ...options, ...{ replication } });
  await client.connect();
  clients.push(client);
  return client;
}

/** Changes a setting of the server; `null` resets it. */
async function alterSystem(name: string, value: string | null): Promise<void> {
  const { db } = bed;
  await bed.runAlone(
    value === null ? `alter system reset ${name}` : `alter system set ${name} = '${value}'`,
  );
  await db.query('select pg_reload_conf()');
  await until(async () => {
    const { rows } = await db.query<{ now: string }>(`select current_setting('${name}') as now`);
    return value === null || rows[0]?.now === value;
  });
}

// The server of a test bed runs with fsync off.
it('finds settings of the server that lose commits', async () => {
  expect(await bed.durabilityRisks()).toEqual(['fsync_off']);
  await alterSystem('full_page_writes', 'off');
  await alterSystem('synchronous_commit', 'off');
  expect(await bed.durabilityRisks()).toEqual([
    'synchronous_commit_off',
    'fsync_off',
    'full_page_writes_off',
  ]);
  expect((await bed.status()).durabilityRisks).toContain('synchronous_commit_off');
  await alterSystem('full_page_writes', null);
  await alterSystem('synchronous_commit', null);
});

it('finds a standby that commits do not wait for, with the rights of an ordinary role', async () => {
  await bed.db
    .query(`create role app login; grant create on database test_1 to app; grant all on schema result_links to app;
    grant all on all tables in schema result_links to app`);
  const databaseUrl = (bed.databaseUrl ?? '').replace('postgres@', 'app@');
  const app = await openPersistence({ databaseUrl, dataDir: '', log: silentLog });
  await app.ready();
  expect(await app.durabilityRisks()).toEqual(['fsync_off']);

  await connectStandby('standby');
  expect(await app.durabilityRisks()).toEqual(['asynchronous_standby', 'fsync_off']);
  expect(await bed.durabilityRisks()).toEqual(['asynchronous_standby', 'fsync_off']);

  await alterSystem('synchronous_standby_names', 'standby');
  expect(await app.durabilityRisks()).toEqual(['fsync_off']);
  await alterSystem('synchronous_commit', 'local');
  expect(await app.durabilityRisks()).toEqual(['asynchronous_standby', 'fsync_off']);
  await alterSystem('synchronous_commit', null);
  await alterSystem('synchronous_standby_names', '');
  await app.close();
});

it('takes neither a backup nor a subscriber for a standby', async () => {
  await connectStandby('pg_basebackup');
  expect(await bed.durabilityRisks()).toEqual(['fsync_off']);
});
