import type { Account } from '@result-links/delivery';
import type { OutcomeDetails } from '@result-links/delivery';
import type { Queryable } from '../engine/database.js';
import { toAccount, type AccountRow } from '../rows/account-row.js';

export async function findAccount(db: Queryable, accountId: string): Promise<Account | null> {
  const { rows } = await db.query<AccountRow>('select * from result_links.accounts where id = $1', [
    accountId,
  ]);
  return rows[0] ? toAccount(rows[0]) : null;
}

/** Makes the account if there is none; an existing one stays as it is. */
export async function insertAccount(db: Queryable, accountId: string): Promise<void> {
  await db.query('insert into result_links.accounts (id) values ($1) on conflict do nothing', [
    accountId,
  ]);
}

/** What the account says its integrations take at once; `null`: nothing. */
export async function findConcurrencyLimit(
  db: Queryable,
  accountId: string,
): Promise<number | null> {
  const { rows } = await db.query<{ limit: number | null }>(
    'select concurrency_limit as limit from result_links.accounts where id = $1',
    [accountId],
  );
  return rows[0]?.limit ?? null;
}

/** Makes the account or changes its policy. */
export async function upsertAccountPolicy(
  db: Queryable,
  accountId: string,
  onUnknown: Account['onUnknown'],
): Promise<void> {
  await db.query(
    `insert into result_links.accounts (id, on_unknown) values ($1, $2)
     on conflict (id) do update set on_unknown = excluded.on_unknown`,
    [accountId, onUnknown],
  );
}

/** Accounts that are paused and should not be: disabled ones wait on purpose. */
export async function listPausedAccounts(db: Queryable): Promise<Account[]> {
  const { rows } = await db.query<AccountRow>(
    'select * from result_links.accounts where paused_at is not null and is_enabled order by id',
  );
  return rows.map(toAccount);
}

/** Pauses the account; one that is paused already keeps its reason and its probe. */
export async function pauseAccount(
  db: Queryable,
  accountId: string,
  details: OutcomeDetails,
  at: Date,
  probeAt: Date | null,
): Promise<void> {
  await db.query(
    `update result_links.accounts
        set paused_details = $2, paused_at = $3, probe_at = $4, probe_count = 0
      where id = $1 and paused_at is null`,
    [accountId, JSON.stringify(details), at, probeAt ?? at],
  );
}

/** Ends the pause; that of a disabled account stays. */
export async function resumeAccount(db: Queryable, accountId: string): Promise<void> {
  await db.query(
    `update result_links.accounts
        set paused_details = null, paused_at = null, probe_at = null, probe_count = 0
      where id = $1 and is_enabled`,
    [accountId],
  );
}

/** Paused accounts whose probe is due, the longest due first; nobody else gets them for `claimMs`. */
export async function claimDueAccountProbes(
  db: Queryable,
  limit: number,
  claimMs: number,
): Promise<Account[]> {
  const { rows } = await db.query<AccountRow>(
    `update result_links.accounts set probe_at = now() + make_interval(secs => $2::float8 / 1000)
      where id in (select id from result_links.accounts
                    where paused_at is not null and is_enabled and probe_at <= now()
                    order by probe_at limit $1 for update skip locked)
      returning *`,
    [limit, claimMs],
  );
  return rows.map(toAccount);
}

export async function postponeAccountProbe(
  db: Queryable,
  accountId: string,
  probeInMs: number,
): Promise<void> {
  await db.query(
    `update result_links.accounts
        set probe_at = now() + make_interval(secs => $2::float8 / 1000), probe_count = probe_count + 1
      where id = $1 and paused_at is not null`,
    [accountId, probeInMs],
  );
}

export async function listAccountIds(db: Queryable): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(
    'select id from result_links.accounts order by id',
  );
  return rows.map((row) => row.id);
}
