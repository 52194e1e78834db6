import type { Integration, IntegrationPace, OutcomeDetails } from '@result-links/delivery';
import type { Queryable, Transaction } from '../engine/database.js';
import { PRESENT } from './deliveries.js';
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
  /** Why, of the account first; `null` when they have not to, or nothing is known. */
  details: OutcomeDetails | null;
  /** The database's clock, see {@link PRESENT}. */
  now: Date;
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

/** A name by which an integration of an account is told from all others. */
export function nameOf({ accountId, integrationId }: IntegrationKey): string {
  return JSON.stringify([accountId, integrationId]);
}

/** By {@link nameOf}; integrations that are not known yet are left out. */
export async function findHoldStates(
  db: Queryable,
  keys: readonly IntegrationKey[],
): Promise<Map<string, HoldState>> {
  const { rows } = await db.query<HoldState & IntegrationKey>(
    `select i.account_id as "accountId", i.id as "integrationId",
            i.state = 'parked' as "isParked", a.paused_at is not null as "isPaused",
            case when a.paused_at is not null then a.paused_details else i.parked_details end as details,
            ${PRESENT} as now
       from unnest($1::text[], $2::text[]) as wanted (account_id, id)
       join result_links.integrations i on i.account_id = wanted.account_id and i.id = wanted.id
       join result_links.accounts a on a.id = i.account_id`,
    [keys.map(({ accountId }) => accountId), keys.map(({ integrationId }) => integrationId)],
  );
  return new Map(rows.map((row) => [nameOf(row), row]));
}

/** `null`: the integration is not known yet. */
export async function findHoldState(db: Queryable, key: IntegrationKey): Promise<HoldState | null> {
  return (await findHoldStates(db, [key])).get(nameOf(key)) ?? null;
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
 * other. Locks order everywhere: integrations, accounts, deliveries.
 * (`no key update`: accepting a delivery, which refers to the row, does not wait for this lock.)
 *
 * @param isWaiting whether to wait for those that somebody else holds; otherwise they are left out
 */
export async function lockIntegrations(
  tx: Transaction,
  keys: readonly IntegrationKey[],
  { isWaiting }: { isWaiting: boolean } = { isWaiting: true },
): Promise<LockedIntegration[]> {
  const { rows } = await tx.query<IntegrationRow & { now: Date }>(
    `select i.*, clock_timestamp() as now
       from result_links.integrations i
      where (i.account_id, i.id) in (select * from unnest($1::text[], $2::text[]))
      order by i.account_id, i.id
      for no key update of i${isWaiting ? '' : ' skip locked'}`,
    [keys.map((key) => key.accountId), keys.map((key) => key.integrationId)],
  );
  return rows.map(({ now, ...row }) => ({ row, now }));
}

/** Locks the integrations of deliveries, in the order of their keys, and tells whether they are held. */
export async function lockIntegrationsOf(
  tx: Transaction,
  deliveryIds: readonly string[],
): Promise<(LockedIntegration & { isHeld: boolean })[]> {
  const { rows } = await tx.query<IntegrationRow & { now: Date; is_paused: boolean }>(
    `select i.*, clock_timestamp() as now,
            (select a.paused_at is not null from result_links.accounts a
              where a.id = i.account_id) as is_paused
       from result_links.integrations i
      where (i.account_id, i.id) in (select account_id, integration_id
                                       from result_links.deliveries where id = any($1::uuid[]))
      order by i.account_id, i.id
      for no key update of i`,
    [deliveryIds],
  );
  return rows.map(({ now, is_paused, ...row }) => ({
    row,
    now,
    isHeld: row.state === 'parked' || is_paused,
  }));
}

/** What becomes of the pace of an integration (locked). */
export interface PaceChange extends IntegrationKey {
  pace: IntegrationPace;
  /** Added to the number of attempts in flight. */
  inFlightChange: number;
}

/** Writes paces and moves the numbers of attempts in flight. */
export function updatePaces(tx: Transaction, changes: readonly PaceChange[]): void {
  if (changes.length === 0) return;
  const paces = changes.map(({ pace }) => paceValues(pace));
  tx.send(
    `update result_links.integrations i
        set in_flight = greatest(i.in_flight + new.change, 0),
            (${PACE_COLUMNS.join(', ')}) = row(new.p1, new.p2, new.p3, new.p4, new.p5, new.p6, new.p7, new.p8)
       from unnest($1::text[], $2::text[], $3::int[], $4::int[], $5::int[], $6::int[],
                   $7::timestamptz[], $8::int[], $9::int[], $10::timestamptz[], $11::float8[])
         as new (account_id, id, change, p1, p2, p3, p4, p5, p6, p7, p8)
      where i.account_id = new.account_id and i.id = new.id`,
    [
      changes.map(({ accountId }) => accountId),
      changes.map(({ integrationId }) => integrationId),
      changes.map(({ inFlightChange }) => inFlightChange),
      ...PACE_COLUMNS.map((_, column) => paces.map((values) => values[column])),
    ],
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
 * Parked integrations whose probe is due, the longest due first; nobody else gets them for
 * `claimMs`. Not those of paused accounts: their probe would only meet the account's trouble.
 */
export async function claimDueProbes(
  db: Queryable,
  limit: number,
  claimMs: number,
): Promise<Integration[]> {
  const { rows } = await db.query<IntegrationRow>(
    `update result_links.integrations set probe_at = now() + make_interval(secs => $2::float8 / 1000)
      where (account_id, id) in (
        select i.account_id, i.id
          from result_links.integrations i join result_links.accounts a on a.id = i.account_id
         where i.state = 'parked' and i.probe_at <= now() and a.paused_at is null
         order by i.probe_at limit $1 for update of i skip locked)
      returning *`,
    [limit, claimMs],
  );
  return rows.map(toIntegration);
}

export async function postponeProbe(
  db: Queryable,
  { accountId, integrationId }: IntegrationKey,
  probeInMs: number,
): Promise<void> {
  await db.query(
    `update result_links.integrations
        set probe_at = now() + make_interval(secs => $3::float8 / 1000), probe_count = probe_count + 1
      where account_id = $1 and id = $2 and state = 'parked'`,
    [accountId, integrationId, probeInMs],
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

/**
 * Sets the count from the open attempts; the row must be locked, so that nobody starts or ends one.
 * Returns whether it was wrong.
 */
export async function recountInFlight(
  tx: Transaction,
  { accountId, integrationId }: IntegrationKey,
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update result_links.integrations i
        set in_flight = counted.open
       from (select count(*)::int as open from result_links.attempts
              where account_id = $1 and integration_id = $2 and finished_at is null) counted
      where i.account_id = $1 and i.id = $2 and i.in_flight <> counted.open`,
    [accountId, integrationId],
  );
  return rowCount > 0;
}
