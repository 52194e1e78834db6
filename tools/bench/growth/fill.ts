import { query } from '../lib/postgres.ts';
import { acceptAll, deliverAll, openStores } from '../lib/stores.ts';

/** Deliveries that are made for real; all others are copies of them. */
const ORIGINALS = 1_000;
/** Copies in one statement, of each original. */
const AT_ONCE = 100;

/**
 * Fills a database with `count` ended deliveries and their attempts: some are made by the stores, the rest
 * are copies of those with ids, targets, contents and times of their own, over the last thirty days.
 */
export async function fill(url: string, count: number): Promise<void> {
  const stores = await openStores(url);
  try {
    await acceptAll(stores, ORIGINALS, 64);
    await openWindows(url);
    await deliverAll(stores, 100);
  } finally {
    await stores.close();
  }
  const copies = Math.round(count / ORIGINALS) - 1;
  for (let from = 1; from <= copies; from += AT_ONCE) {
    await query(url, copyStatements(from, Math.min(from + AT_ONCE - 1, copies), copies));
  }
}

/** Lets every integration have 30 in flight, so that nothing measures the slow start. */
export async function openWindows(url: string): Promise<void> {
  await query(url, 'update result_links.integrations set "window" = 30, concurrency_limit = 30');
}

/** Cleans up what rounds before have left, and lets the server count what is there. */
export async function vacuum(url: string): Promise<void> {
  for (const table of ['deliveries', 'attempts', 'integrations']) {
    await query(url, `vacuum (analyze) result_links.${table}`);
  }
}

/** @param of how many copies there will be of each original */
function copyStatements(from: number, to: number, of: number): string {
  return `
    -- No look-ups of foreign keys and no triggers: what is copied has passed them.
    set session_replication_role = replica;
    set synchronous_commit = off;
    create temporary table originals as
      select d.id, row_number() over (order by d.id) as n
        from result_links.deliveries d order by d.id limit ${ORIGINALS};
    create temporary table copies as
      select o.id as original, c.at,
             -- A UUID of version 7, as ids are: the time in milliseconds, then chance.
             (lpad(to_hex((extract(epoch from c.at) * 1000)::bigint), 12, '0')
               || '7' || substr(md5(random()::text), 1, 3)
               || '8' || substr(md5(random()::text), 1, 15))::uuid as id
        from generate_series(${from}, ${to}) as copy
       cross join originals o
       cross join lateral (
         select date_trunc('milliseconds', now() - interval '30 days' * (1 - (copy * ${ORIGINALS}.0 + o.n) / (${of + 2} * ${ORIGINALS}.0))) as at
       ) c
       order by 2;
    insert into result_links.deliveries
      select copied.*
        from copies c join result_links.deliveries d on d.id = c.original
       cross join lateral jsonb_populate_record(d, jsonb_build_object(
         'id', c.id, 'target_id', gen_random_uuid(), 'accepted_at', c.at,
         'content_hash', md5(random()::text) || md5(random()::text),
         'updated_at', c.at + interval '1 second')) as copied
       order by c.at;
    insert into result_links.attempts
      select copied.*
        from copies c join result_links.attempts a on a.delivery_id = c.original
       cross join lateral jsonb_populate_record(a, jsonb_build_object(
         'delivery_id', c.id, 'started_at', c.at + interval '0.9 seconds',
         'finished_at', c.at + interval '1 second')) as copied
       order by c.at;`;
}
