import type { Integration, IntegrationPace, OutcomeDetails } from '@result-links/delivery';
import type { Queryable, Transaction } from '../engine/database.js';
import {
  PACE_COLUMNS,
  paceValues,
  toIntegration,
  type IntegrationRow,
} from '../rows/integration-row.js';

/** Which integration. */
export interface IntegrationKey {
  accountId: string;
  integrationId: string;
}

/** A locked row, and what the database's clock said. */
export interface LockedIntegration {
  row: IntegrationRow;
  now: Date;
}

/** Whether deliveries of an integration have to wait. */
export interface HoldState {
  isParked: boolean;
  isPaused: boolean;
}

export async function findIntegration(
  db: Queryable,
  { accountId, integrationId }: IntegrationKey,
): Promise<Integration | null> {
  const { rows } = await db.query<IntegrationRow>(
    'select * from result_links.integrations where account_id = $1 and id = $2',
    [accountId, integrationId],
  );
  return rows[0] ? toIntegration(rows[0]) : null;
}

/** `null`: the integration is not known yet. */
export async function findHoldState(
  db: Queryable,
  { accountId, integrationId }: IntegrationKey,
): Promise<HoldState | null> {
  const { rows } = await db.query<HoldState>(
    `select i.state = 'parked' as "isParked", a.paused_at is not null as "isPaused"
       from result_links.integrations i join result_links.accounts a on a.id = i.account_id
      where i.account_id = $1 and i.id = $2`,
    [accountId, integrationId],
  );
  return rows[0] ?? null;
}

/** Makes the integration if there is none; an existing one stays as it is. */
export async function insertIntegration(
  db: Queryable,
  { accountId, integrationId }: IntegrationKey,
  pace: IntegrationPace,
): Promise<void> {
  await db.query(
    `insert into result_links.integrations (account_id, id, ${PACE_COLUMNS.join(', ')})
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     on conflict do nothing`,
    [accountId, integrationId, ...paceValues(pace)],
  );
}

/**
 * Locks integrations, always in the order of their keys, so that two transactions never wait for each
 * other. Locks order everywhere: integrations, accounts, deliveries, jobs.
 * (`no key update`: accepting a delivery, which refers to the row, does not wait for this lock.)
 */
export async function lockIntegrations(
  tx: Transaction,
  keys: readonly IntegrationKey[],
): Promise<LockedIntegration[]> {
  const { rows } = await tx.query<IntegrationRow & { now: Date }>(
    `select i.*, clock_timestamp() as now
       from result_links.integrations i
      where (i.account_id, i.id) in (select * from unnest($1::text[], $2::text[]))
      order by i.account_id, i.id
      for no key update of i`,
    [keys.map((key) => key.accountId), keys.map((key) => key.integrationId)],
  );
  return rows.map(({ now, ...row }) => ({ row, now }));
}

/** Locks the integration of a delivery; `null`: there is no such delivery. */
export async function lockIntegrationOf(
  tx: Transaction,
  deliveryId: string,
): Promise<LockedIntegration | null> {
  const { rows } = await tx.query<IntegrationRow & { now: Date }>(
    `select i.*, clock_timestamp() as now
       from result_links.integrations i
      where (i.account_id, i.id) = (select account_id, integration_id
                                      from result_links.deliveries where id = $1)
      for no key update of i`,
    [deliveryId],
  );
  if (!rows[0]) return null;
  const { now, ...row } = rows[0];
  return { row, now };
}

/** Writes the pace and moves the number of attempts in flight; the row must be locked. */
export async function updatePace(
  tx: Transaction,
  { accountId, integrationId }: IntegrationKey,
  pace: IntegrationPace,
  inFlightChange: number,
): Promise<void> {
  await tx.query(
    `update result_links.integrations
        set in_flight = greatest(in_flight + $3, 0),
            (${PACE_COLUMNS.join(', ')}) = row($4, $5, $6, $7, $8, $9, $10, $11)
      where account_id = $1 and id = $2`,
    [accountId, integrationId, inFlightChange, ...paceValues(pace)],
  );
}

/** Parks the integration; one that is parked already keeps its reason and its probe. */
export async function parkIntegration(
  tx: Transaction,
  { accountId, integrationId }: IntegrationKey,
  details: OutcomeDetails,
  at: Date,
  probeAt: Date | null,
): Promise<void> {
  await tx.query(
    `update result_links.integrations
        set state = 'parked', parked_details = $3, parked_at = $4, probe_at = $5, probe_count = 0
      where account_id = $1 and id = $2 and state = 'active'`,
    [accountId, integrationId, JSON.stringify(details), at, probeAt ?? at],
  );
}

/** Makes the integration active again. */
export async function unparkIntegration(
  tx: Transaction,
  { accountId, integrationId }: IntegrationKey,
): Promise<void> {
  await tx.query(
    `update result_links.integrations
        set state = 'active', parked_details = null, parked_at = null, probe_at = null, probe_count = 0
      where account_id = $1 and id = $2`,
    [accountId, integrationId],
  );
}

/**
 * Parked integrations whose probe is due, the longest due first; nobody else gets them before
 * `claimUntil`. Not those of paused accounts: their probe would only meet the account's trouble.
 */
export async function claimDueProbes(
  db: Queryable,
  limit: number,
  claimUntil: Date,
): Promise<Integration[]> {
  const { rows } = await db.query<IntegrationRow>(
    `update result_links.integrations set probe_at = $2
      where (account_id, id) in (
        select i.account_id, i.id
          from result_links.integrations i join result_links.accounts a on a.id = i.account_id
         where i.state = 'parked' and i.probe_at <= now() and a.paused_at is null
         order by i.probe_at limit $1 for update of i skip locked)
      returning *`,
    [limit, claimUntil],
  );
  return rows.map(toIntegration);
}

export async function postponeProbe(
  db: Queryable,
  { accountId, integrationId }: IntegrationKey,
  probeAt: Date,
): Promise<void> {
  await db.query(
    `update result_links.integrations set probe_at = $3, probe_count = probe_count + 1
      where account_id = $1 and id = $2 and state = 'parked'`,
    [accountId, integrationId, probeAt],
  );
}

/** Integrations whose count of attempts in flight is not the number of open attempts. */
export async function findMiscountedIntegrations(db: Queryable): Promise<IntegrationKey[]> {
  const { rows } = await db.query<IntegrationKey>(
    `select i.account_id as "accountId", i.id as "integrationId"
       from result_links.integrations i
       left join (select account_id, integration_id, count(*) as open
                    from result_links.attempts where finished_at is null group by 1, 2) a
         on a.account_id = i.account_id and a.integration_id = i.id
      where i.in_flight <> coalesce(a.open, 0)`,
  );
  return rows;
}

/** Sets the count from the open attempts; the row must be locked, so that nobody starts or ends one. */
export async function recountInFlight(
  tx: Transaction,
  { accountId, integrationId }: IntegrationKey,
): Promise<void> {
  await tx.query(
    `update result_links.integrations i
        set in_flight = (select count(*) from result_links.attempts a
                          where a.account_id = i.account_id and a.integration_id = i.id
                            and a.finished_at is null)
      where i.account_id = $1 and i.id = $2`,
    [accountId, integrationId],
  );
}
