import type { Database } from '../engine/database.js';

/** Ways in which a server can lose what it has committed. */
export const DURABILITY_RISKS = [
  /** A failover to the standby loses the latest commits. */
  'asynchronous_standby',
  /** A crash of the server loses the latest commits. */
  'synchronous_commit_off',
  /** A crash of the host loses commits or corrupts the database. */
  'fsync_off',
  /** A crash of the host corrupts the database. */
  'full_page_writes_off',
] as const;

export type DurabilityRisk = (typeof DURABILITY_RISKS)[number];

/**
 * Present risks. Needs no rights: a role without `pg_monitor` sees that there are standbys but not their
 * `sync_state`, so the settings decide. With `synchronous_standby_names` set, commits wait for a standby, or
 * for ever if none matches. Subscribers and backups are not standbys.
 */
export async function findDurabilityRisks(db: Database): Promise<DurabilityRisk[]> {
  // Syncs every commit itself; its settings don't say so.
  if (db.kind === 'embedded') return [];
  const { rows } = await db.query<{ risk: DurabilityRisk }>(
    `select risk
       from (values
         ('asynchronous_standby',
          (current_setting('synchronous_standby_names') = ''
            or current_setting('synchronous_commit') in ('off', 'local'))
          and exists (select from pg_stat_replication r
                       where r.application_name not in ('pg_basebackup', 'pg_receivewal')
                         and not exists (select from pg_replication_slots s
                                          where s.active_pid = r.pid and s.slot_type = 'logical'))),
         ('synchronous_commit_off', current_setting('synchronous_commit') = 'off'),
         ('fsync_off', current_setting('fsync') = 'off'),
         ('full_page_writes_off', current_setting('full_page_writes') = 'off')
       ) risks (risk, is_present)
      where is_present`,
  );
  return rows.map(({ risk }) => risk);
}
