/**
 * Webhooks, both ways. Outgoing events are written by triggers, so that every statement that changes a
 * state, also in bulk and also of an older release still running, tells of it in its own transaction
 * (docs/decisions/0006-webhook-outbox.md).
 */
export const webhooks = `
-- Kombo's webhooks that were acted on, so that one that comes again does nothing.
create table result_links.kombo_webhooks (
  account_id  text not null references result_links.accounts on delete cascade,
  id          text not null,
  type        text not null,
  received_at timestamptz(3) not null default now(),
  primary key (account_id, id)
);

create index kombo_webhooks_age on result_links.kombo_webhooks (received_at);

-- What Kombo's newest integration-state-changed said about its time; older ones are late and do nothing.
alter table result_links.integrations add column kombo_state_at timestamptz(3);

create table result_links.webhook_endpoints (
  id                    uuid primary key,
  account_id            text not null references result_links.accounts on delete cascade,
  url                   text not null,
  events                text[] not null,
  -- Sealed (see vault/), never plain.
  secret                text not null check (secret like 'sealed:%'),
  previous_secret       text check (previous_secret like 'sealed:%'),
  previous_secret_until timestamptz(3),
  disabled_at           timestamptz(3),
  disabled_reason       text check (disabled_reason in ('by_hand', 'failing', 'gone')),
  failing_since         timestamptz(3),
  claimed_at            timestamptz(3),
  created_at            timestamptz(3) not null default now(),
  check ((disabled_at is null) = (disabled_reason is null)),
  check ((previous_secret is null) = (previous_secret_until is null))
);

create index webhook_endpoints_account on result_links.webhook_endpoints (account_id);

-- One event for one endpoint. lease_until: a process is sending it; when that is over and nobody has
-- said what came of it, the process is dead and the event is due again. No foreign keys: a delivery must
-- never wait for, or fail because of, an endpoint that is just being deleted.
create table result_links.webhook_messages (
  id              uuid primary key default gen_random_uuid(),
  endpoint_id     uuid not null,
  type            text not null,
  payload         json not null,
  state           text not null default 'waiting' check (state in ('waiting', 'delivered', 'given_up')),
  attempt_count   int not null default 0,
  next_attempt_at timestamptz(3),
  lease_until     timestamptz(3),
  created_at      timestamptz(3) not null default now(),
  check ((next_attempt_at is not null) = (state = 'waiting'))
);

create index webhook_messages_waiting on result_links.webhook_messages (endpoint_id, next_attempt_at)
  where state = 'waiting';
create index webhook_messages_leased on result_links.webhook_messages (endpoint_id, lease_until)
  where lease_until is not null;
create index webhook_messages_age on result_links.webhook_messages (created_at);

create table result_links.webhook_attempts (
  message_id      uuid not null,
  type            text not null,
  number          int not null,
  endpoint_id     uuid not null,
  started_at      timestamptz(3) not null,
  duration_ms     int not null,
  http_status     int,
  error           text,
  next_attempt_at timestamptz(3),
  primary key (message_id, number)
);

create index webhook_attempts_endpoint on result_links.webhook_attempts (endpoint_id, started_at desc);

create function result_links.webhook_time(at timestamptz) returns text language sql stable as $$
  select to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
$$;

-- Writes one message per endpoint of the account that wants to know.
create function result_links.tell_webhooks(account text, event_type text, data json)
returns void language plpgsql as $$
begin
  insert into result_links.webhook_messages (endpoint_id, type, payload, next_attempt_at)
  select e.id, event_type,
         json_build_object('type', event_type, 'timestamp', result_links.webhook_time(clock_timestamp()),
                           'data', data),
         date_trunc('milliseconds', now())
    from result_links.webhook_endpoints e
   where e.account_id = account and e.disabled_at is null and event_type = any(e.events);
end $$;

-- Without endpoints this is one look into an index.
create function result_links.has_webhooks(account text) returns boolean language plpgsql stable as $$
begin
  return exists (select from result_links.webhook_endpoints e
                  where e.account_id = account and e.disabled_at is null);
end $$;

create function result_links.tell_of_delivery() returns trigger language plpgsql as $$
begin
  if result_links.has_webhooks(new.account_id) then
    perform result_links.tell_webhooks(new.account_id, 'delivery.' || new.state, json_build_object(
      'account_id', new.account_id, 'delivery_id', new.id, 'integration_id', new.integration_id,
      'target', json_build_object('type', new.target_type, 'id', new.target_id),
      'state', new.state, 'outcome', new.last_outcome, 'error_code', new.error_code,
      'attempt_count', new.attempt_count, 'accepted_at', result_links.webhook_time(new.accepted_at)));
  end if;
  return null;
end $$;

create trigger webhooks_of_changed after update of state on result_links.deliveries
  for each row
  when (new.state is distinct from old.state
        and new.state in ('delivered', 'failed', 'unknown', 'parked'))
  execute function result_links.tell_of_delivery();

-- Accepted for an integration that is parked already.
create trigger webhooks_of_accepted after insert on result_links.deliveries
  for each row when (new.state = 'parked')
  execute function result_links.tell_of_delivery();

create function result_links.tell_of_integration() returns trigger language plpgsql as $$
begin
  if result_links.has_webhooks(new.account_id) then
    perform result_links.tell_webhooks(
      new.account_id,
      case new.state when 'parked' then 'integration.parked' else 'integration.released' end,
      json_build_object('account_id', new.account_id, 'integration_id', new.id, 'state', new.state,
                        'error_code', new.parked_details ->> 'code'));
  end if;
  return null;
end $$;

create trigger webhooks_of_changed after update of state on result_links.integrations
  for each row when (new.state is distinct from old.state)
  execute function result_links.tell_of_integration();
`;
