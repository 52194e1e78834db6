/**
 * Erasing personal data. Old processes go on: they know nothing of `erased_at`, and what they accept and
 * end is erased in its time like everything else.
 */
export const privacy = `
alter table result_links.deliveries add column erased_at timestamptz(3);

-- What retention is to erase, the longest ended first. Rows leave it when they are erased, so it holds
-- one retention's worth of deliveries whatever the table has grown to.
create index deliveries_to_erase on result_links.deliveries (updated_at)
  where erased_at is null and state in ('delivered', 'failed', 'unknown', 'cancelled');

-- That something was erased by target. Nothing here says whom it was about.
create table result_links.erasures (
  id              uuid primary key,
  target_type     text not null,
  account_id      text,
  integration_id  text,
  erased_at       timestamptz(3) not null default now(),
  delivery_count  int not null default 0,
  cancelled_count int not null default 0,
  in_flight_count int not null default 0
);
`;
