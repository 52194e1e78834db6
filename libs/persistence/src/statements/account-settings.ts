import {
  KomboKeyRequiredError,
  type AccountChanges,
  type NewAccount,
} from '@result-links/delivery';
import type { Queryable, Transaction } from '../engine/database.js';
import {
  placeOfKomboKey,
  placeOfWebhookSecret,
  type AccountSettingsRow,
} from '../rows/account-settings-row.js';
import { Parameters } from './delivery-filter.js';

export async function listAccountRows(db: Queryable): Promise<AccountSettingsRow[]> {
  const { rows } = await db.query<AccountSettingsRow>(
    'select * from result_links.accounts order by id',
  );
  return rows;
}

const WEBHOOK_SECRETS_LOCK = 0x726c7773;

/** Makes transactions that compare webhook secrets wait for each other. */
export async function lockWebhookSecrets(tx: Transaction): Promise<void> {
  await tx.query('select pg_advisory_xact_lock($1)', [WEBHOOK_SECRETS_LOCK]);
}

/** Stored accounts that are enabled. */
export async function listStoredRows(db: Queryable): Promise<AccountSettingsRow[]> {
  const { rows } = await db.query<AccountSettingsRow>(
    `select * from result_links.accounts where source = 'stored' and is_enabled order by id`,
  );
  return rows;
}

export async function findAccountRow(
  db: Queryable,
  id: string,
): Promise<AccountSettingsRow | null> {
  const { rows } = await db.query<AccountSettingsRow>(
    'select * from result_links.accounts where id = $1',
    [id],
  );
  return rows[0] ?? null;
}

/** `null`: the id is taken. @throws EncryptionKeyMissingError */
export async function insertStoredAccount(
  db: Queryable,
  account: NewAccount,
): Promise<AccountSettingsRow | null> {
  const { id, region, baseUrl, limits } = account;
  const place = placeOfKomboKey({ id, region, base_url: baseUrl });
  const { rows } = await db.query<AccountSettingsRow>(
    `insert into result_links.accounts
       (id, source, name, region, base_url, kombo_api_key, webhook_secret, on_unknown,
        concurrency_limit, rate_count, rate_window_ms)
     values ($1, 'stored', $2, $3, $4, $5, $6, $7, $8, $9, $10)
     on conflict do nothing returning *`,
    [
      id,
      account.name,
      region,
      baseUrl,
      db.vault.seal(place, account.komboApiKey),
      account.webhookSecret && db.vault.seal(placeOfWebhookSecret(id), account.webhookSecret),
      account.onUnknown,
      limits.concurrencyLimit,
      limits.rate?.count ?? null,
      limits.rate?.windowMs ?? null,
    ],
  );
  return rows[0] ?? null;
}

/**
 * Writes what is given of a stored account; `null`: there is none.
 *
 * @throws EncryptionKeyMissingError
 * @throws KomboKeyRequiredError for another address without the key that may be sent there
 */
export async function updateStoredAccount(
  tx: Transaction,
  id: string,
  changes: AccountChanges,
): Promise<AccountSettingsRow | null> {
  const before = await lockStoredAccount(tx, id);
  if (before === null) return null;
  const { baseUrl = before.base_url } = changes;
  if (baseUrl !== before.base_url && changes.komboApiKey === undefined) {
    throw new KomboKeyRequiredError();
  }
  const parameters = new Parameters();
  const where = `id = ${parameters.add(id)} and source = 'stored'`;
  const columns = columnsOf(tx, { ...before, base_url: baseUrl }, changes).map(
    ([column, value]) => `${column} = ${parameters.add(value)}`,
  );
  const { rows } = await tx.query<AccountSettingsRow>(
    `update result_links.accounts
        set ${[...columns, 'revision = revision + 1', 'updated_at = clock_timestamp()'].join(', ')}
      where ${where} returning *`,
    parameters.values,
  );
  return rows[0] ?? null;
}

async function lockStoredAccount(tx: Transaction, id: string): Promise<AccountSettingsRow | null> {
  const { rows } = await tx.query<AccountSettingsRow>(
    `select * from result_links.accounts where id = $1 and source = 'stored' for no key update`,
    [id],
  );
  return rows[0] ?? null;
}

/** Stored accounts, enabled or not, locked: to encrypt their Kombo keys again. */
export async function lockStoredAccounts(tx: Transaction): Promise<AccountSettingsRow[]> {
  const { rows } = await tx.query<AccountSettingsRow>(
    `select * from result_links.accounts where source = 'stored' order by id for no key update`,
  );
  return rows;
}

function columnsOf(
  { vault }: Queryable,
  account: AccountSettingsRow,
  changes: AccountChanges,
): [column: string, value: unknown][] {
  const { id } = account;
  const { komboApiKey, webhookSecret, limits } = changes;
  const columns: [string, unknown][] = [
    ['name', changes.name],
    ['base_url', changes.baseUrl],
    ['on_unknown', changes.onUnknown],
    ['is_enabled', changes.isEnabled],
    ['kombo_api_key', komboApiKey && vault.seal(placeOfKomboKey(account), komboApiKey)],
    ['webhook_secret', webhookSecret && vault.seal(placeOfWebhookSecret(id), webhookSecret)],
    ['concurrency_limit', limits?.concurrencyLimit],
    ['rate_count', limits && (limits.rate?.count ?? null)],
    ['rate_window_ms', limits && (limits.rate?.windowMs ?? null)],
  ];
  return columns.filter(([, value]) => value !== undefined);
}

/** Has a paused account probed now: its key is another one. */
export async function probeAccountNow(db: Queryable, id: string): Promise<void> {
  await db.query(
    'update result_links.accounts set probe_at = now() where id = $1 and paused_at is not null',
    [id],
  );
}

/** Whether anything was ever accepted for the account and is still kept. */
export async function hasDeliveries(db: Queryable, id: string): Promise<boolean> {
  const { rows } = await db.query(
    'select 1 from result_links.deliveries where account_id = $1 limit 1',
    [id],
  );
  return rows.length > 0;
}

/** Deletes a stored account, its keys and what was learned of its integrations. */
export async function deleteStoredAccount(tx: Transaction, id: string): Promise<boolean> {
  await tx.query('delete from result_links.integrations where account_id = $1', [id]);
  const { rowCount } = await tx.query(
    `delete from result_links.accounts where id = $1 and source = 'stored'`,
    [id],
  );
  return rowCount > 0;
}
