/** Tables and indexes of the first release. Never edited: changes come as a new migration. */
export const initial = `
create table result_links.accounts (
  id             text primary key,
  on_unknown     text not null default 'hold' check (on_unknown in ('hold', 'retry')),
  paused_details json,
  paused_at      timestamptz(3),
  probe_at       timestamptz(3),
  probe_count    int not null default 0
);

-- One row per integration of an account: its state and everything learned about its pace. Whoever
-- starts or ends an attempt locks this row first, so in_flight and the pace are exact.
create table result_links.integrations (
  account_id          text not null references result_links.accounts,
  id                  text not null,
  state               text not null default 'active' check (state in ('active', 'parked')),
  parked_details      json,
  parked_at           timestamptz(3),
  probe_at            timestamptz(3),
  probe_count         int not null default 0,
  in_flight           int not null default 0,
  concurrency_limit   int not null,
  "window"            int not null,
  window_credit       int not null,
  blocked_until       timestamptz(3),
  throttles_in_a_row  int not null,
  rate_remaining      int,
  rate_reset_at       timestamptz(3),
  gcra_tat_ms         double precision,
  primary key (account_id, id)
);

create index integrations_probes on result_links.integrations (probe_at) where state = 'parked';

-- The truth about every accepted result link. job_id names the one queue job that stands for it.
-- body is json, not jsonb: it comes back exactly as it was accepted, whatever characters are in it.
create table result_links.deliveries (
  id                 uuid primary key,
  account_id         text not null,
  integration_id     text not null,
  target_type        text not null check (target_type in ('candidate', 'application')),
  target_id          text not null,
  body               json,
  content_hash       text not null,
  idempotency_key    text,
  state              text not null check (state in ('queued', 'delivering', 'retrying', 'parked',
                                                    'unknown', 'failed', 'cancelled', 'delivered')),
  attempt_count      int not null default 0,
  counted_attempts   int not null default 0,
  throttled_in_a_row int not null default 0,
  next_attempt_at    timestamptz(3),
  job_id             uuid,
  last_outcome       text,
  last_details       json,
  error_code         text,
  warnings           json not null default '[]',
  accepted_at        timestamptz(3) not null,
  updated_at         timestamptz(3) not null,
  foreign key (account_id, integration_id) references result_links.integrations,
  check ((next_attempt_at is not null) = (state in ('queued', 'retrying'))),
  check (job_id is null or state in ('queued', 'retrying'))
);

create unique index deliveries_idempotency on result_links.deliveries (account_id, idempotency_key)
  where idempotency_key is not null;
create index deliveries_content on result_links.deliveries (account_id, content_hash, id);
-- What waits, by integration and time: claims and the reconciler.
create index deliveries_waiting on result_links.deliveries (account_id, integration_id, next_attempt_at)
  where state in ('queued', 'retrying');
-- Lists: newest first (ids sort by time) within a state, alone or with one more filter. target_type is
-- there so that a rare one is found without reading the table.
create index deliveries_state on result_links.deliveries (account_id, state, id, target_type);
create index deliveries_integration on result_links.deliveries (account_id, integration_id, state, id);
create index deliveries_target on result_links.deliveries (account_id, target_id, id);
create index deliveries_error on result_links.deliveries (account_id, error_code, state, id)
  where error_code is not null;

-- One row per call to Kombo, written before the call. An attempt without finished_at is the lease of
-- one of the integration's places in flight.
create table result_links.attempts (
  delivery_id    uuid not null references result_links.deliveries,
  number         int not null,
  account_id     text not null,
  integration_id text not null,
  worker_id      text not null,
  started_at     timestamptz(3) not null,
  finished_at    timestamptz(3),
  closed_by      text,
  outcome        text,
  details        json,
  warnings       json not null default '[]',
  primary key (delivery_id, number)
);

create index attempts_open on result_links.attempts (account_id, integration_id) where finished_at is null;
create index attempts_open_of_worker on result_links.attempts (worker_id) where finished_at is null;

-- What humans did to deliveries by hand.
create table result_links.moves (
  delivery_id uuid not null references result_links.deliveries,
  at          timestamptz(3) not null,
  from_state  text not null,
  to_state    text not null,
  note        text not null
);

create index moves_delivery on result_links.moves (delivery_id, at);

create table result_links.workers (
  id      text primary key,
  seen_at timestamptz(3) not null
);
`;
