import type { Queryable } from '../engine/database.js';
import { nextDeliveryIds } from './sealed-bodies.js';

/** Deliveries looked at in one transaction: some ten milliseconds. */
const BATCH = 5_000;

/**
 * Takes texts out of deliveries that were parked with an attempt of another one: those whose texts are on none of
 * their own attempts. Goes through the table by id, each batch in a transaction of its own.
 */
export async function cleanCopiedTexts(db: Queryable): Promise<void> {
  for (let ids = await nextDeliveryIds(db, null, BATCH); ids.length > 0;) {
    await db.query(
      `update result_links.deliveries d
          set last_details = result_links.without_texts(d.last_details)
        where d.id in (
          select c.id from result_links.deliveries c
           where c.id = any($1::uuid[]) and c.last_outcome in ('integration_broken', 'account_broken')
             and c.last_details::text ~ '"(title|message|logUrl)":"'
             and not exists (select from result_links.attempts a
                              where a.delivery_id = c.id and a.details::text = c.last_details::text)
           order by c.id for no key update)`,
      [ids],
    );
    ids = await nextDeliveryIds(db, ids.at(-1) ?? null, BATCH);
  }
}
