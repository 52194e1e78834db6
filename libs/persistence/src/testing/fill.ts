import type { Queryable } from '../engine/database.js';

/**
 * Fills tables with as many deliveries as wanted: delivered, waiting, parked, and some whose attempt was
 * open when their process was killed. Texts hold what is easily damaged on the way.
 */
export async function fillDeliveries(db: Queryable, count: number): Promise<void> {
  await db.query(`
    insert into result_links.accounts (id) values ('default');
    insert into result_links.integrations
      (account_id, id, concurrency_limit, "window", window_credit, throttles_in_a_row, in_flight)
      values ('default', 'workday:a', 30, 30, 0, 0, 5);
    insert into result_links.webhook_endpoints (id, account_id, url, events, secret)
      values (gen_random_uuid(), 'default', 'https://hooks.example', '{delivery.parked}', 'sealed:k:x');
    insert into result_links.webhook_messages (endpoint_id, type, payload, next_attempt_at)
      select id, 'delivery.unknown', '{"a" : 1.0 }', now() from result_links.webhook_endpoints`);
  await db.query(
    `insert into result_links.deliveries
       (id, account_id, integration_id, target_type, target_id, body, content_hash, idempotency_key,
        state, attempt_count, next_attempt_at, last_details, accepted_at, updated_at)
     select gen_random_uuid(), 'default', 'workday:a', 'candidate', 'c-' || n,
            ('{"label": "Größe \\\\ ''\\"{NULL}, ' || n || '" ,  "url":"https://a.example"}')::json,
            md5(n::text), nullif('key, "' || n || '"', 'key, "0"'), states.name,
            case when states.name in ('delivered', 'delivering') then 1 else 0 end,
            case when states.name = 'queued' then now() end, null, now(), now()
       from generate_series(0, $1::int - 1) n
       cross join lateral (select case when n < 5 then 'delivering' when n % 10 = 0 then 'parked'
                                       when n % 3 = 0 then 'queued' else 'delivered' end as name) states`,
    [count],
  );
  await db.query(
    `insert into result_links.attempts
       (delivery_id, number, account_id, integration_id, worker_id, started_at, finished_at, outcome, details)
     select id, 1, account_id, integration_id, 'w', now(),
            case when state = 'delivered' then now() end, case when state = 'delivered' then state end,
            case when state = 'delivered' then '{"httpStatus": 200}'::json end
       from result_links.deliveries where attempt_count = 1`,
  );
  await db.query(
    `insert into result_links.moves select id, now(), 'failed', 'queued', 'retry'
       from result_links.deliveries where state = 'queued'`,
  );
}
