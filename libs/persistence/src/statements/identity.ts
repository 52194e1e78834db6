import type { Queryable } from '../engine/database.js';

/** Why sending is stopped. */
export type StopReason = 'copied' | 'went_back' | 'declared' | 'moving' | 'moved';

/** An attempt that was committed. */
export interface KnownAttempt {
  deliveryId: string;
  number: number;
}

/** The row of `result_links.identity`, with what it is compared with. */
export interface IdentityRow {
  /** `null`: there is no row. */
  epoch: string | null;
  past_epochs: string[];
  server: string | null;
  /** OID of the database that was asked. */
  database_oid: number;
  pulse: number;
  stopped_at: Date | null;
  stopped_reason: StopReason | null;
  moved_to: string | null;
  moved_from: string | null;
  /** Whether the row was written here, not copied. */
  is_own: boolean;
  /** Whether the attempt that was asked for exists; `true` when none was. */
  has_attempt: boolean;
}

const IS_OWN = `i.written_by = i.xmin::text and i.table_oid = i.tableoid and i.database_oid = d.oid`;
const WRITER = `pg_current_xact_id()::xid::text`;

/** Reads the row, and whether `attempt` exists. */
export async function readIdentity(
  db: Queryable,
  attempt: KnownAttempt | null,
): Promise<IdentityRow> {
  const { rows } = await db.query<IdentityRow>(
    `select i.epoch, coalesce(i.past_epochs, '{}')::text[] as past_epochs, i.server, d.oid as database_oid,
            coalesce(i.pulse, 0)::float8 as pulse, i.stopped_at, i.stopped_reason, i.moved_to,
            i.moved_from,
            coalesce(${IS_OWN}, false) as is_own,
            $1::uuid is null or exists (select from result_links.attempts a
                                         where a.delivery_id = $1 and a.number = $2) as has_attempt
       from pg_database d left join result_links.identity i on true
      where d.datname = current_database()`,
    [attempt?.deliveryId ?? null, attempt?.number ?? 0],
  );
  return rows[0] as IdentityRow;
}

/** Writes the row if there is none. */
export async function insertIdentity(db: Queryable, server: string | null): Promise<void> {
  await db.query(
    `insert into result_links.identity (epoch, server, database_oid, table_oid, written_by)
     select gen_random_uuid(), $1, d.oid, 'result_links.identity'::regclass::oid, ${WRITER}
       from pg_database d where d.datname = current_database()
     on conflict do nothing`,
    [server],
  );
}

/** Raises the pulse unless sending is stopped or the row was copied. Returns the new value, or `null`. */
export async function raisePulse(db: Queryable): Promise<number | null> {
  const { rows } = await db.query<{ pulse: number }>(
    `update result_links.identity i set pulse = i.pulse + 1, written_by = ${WRITER}
       from pg_database d
      where d.datname = current_database() and i.stopped_at is null and ${IS_OWN}
     returning i.pulse::float8 as pulse`,
  );
  return rows[0]?.pulse ?? null;
}

/** Stops sending, unless it is stopped. `epoch` counts as an earlier one once the database is confirmed. */
export async function stopSending(
  db: Queryable,
  reason: StopReason,
  epoch: string | null,
): Promise<void> {
  await db.query(
    `update result_links.identity
        set stopped_at = clock_timestamp(), stopped_reason = $1,
            past_epochs = case when $2::uuid is null or $2 = epoch or $2 = any(past_epochs)
                               then past_epochs else past_epochs || $2::uuid end
      where stopped_at is null`,
    [reason, epoch],
  );
}

/** Stops sending for a move, whatever it was stopped for; `null`: the move is given up. */
export async function writeMove(
  db: Queryable,
  move: { reason: 'moving' | 'moved'; to?: string; from?: string } | null,
): Promise<void> {
  await db.query(
    `update result_links.identity i
        set stopped_at = case when $1::text is not null then clock_timestamp() end, stopped_reason = $1,
            moved_to = $2, moved_from = $3, written_by = ${WRITER}`,
    [move?.reason ?? null, move?.to ?? null, move?.from ?? null],
  );
}

/** Makes this database the one that sends, in a new epoch. */
export async function confirmIdentity(db: Queryable, server: string | null): Promise<void> {
  await db.query(
    `update result_links.identity i
        set epoch = gen_random_uuid(), past_epochs = i.past_epochs || i.epoch, server = $1,
            database_oid = d.oid, table_oid = i.tableoid, written_by = ${WRITER},
            stopped_at = null, stopped_reason = null, moved_to = null
       from pg_database d where d.datname = current_database()`,
    [server],
  );
}
