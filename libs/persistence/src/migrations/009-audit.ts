/**
 * Who did what, and named admin keys (docs/decisions/0019-who-did-what.md). Old processes ignore both tables: what
 * they do is not recorded, and they know no admin key but that of their environment.
 */
export const audit = `
create table result_links.admin_keys (
  id           uuid primary key,
  name         text not null,
  hash         text not null unique,
  hint         text not null,
  scope        text not null check (scope in ('read', 'write')),
  created_at   timestamptz(3) not null default now(),
  expires_at   timestamptz(3),
  revoked_at   timestamptz(3),
  last_used_at timestamptz(3)
);

-- No foreign keys: records outlive what they are about.
create table result_links.audit_records (
  id         uuid primary key,
  at         timestamptz(3) not null default clock_timestamp(),
  actor_type text not null check (actor_type in ('admin_key', 'api_key', 'local')),
  key_id     text,
  key_name   text,
  address    text,
  account_id text,
  action     text not null,
  subject    text,
  details    json not null default '{}'
);

create index audit_records_time on result_links.audit_records (at, id);
create index audit_records_account on result_links.audit_records (account_id, at, id);
create index audit_records_refused on result_links.audit_records (at) where action = 'call.refuse';

create function result_links.keep_audit_records() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    if old.action = 'call.refuse' then
      return old;
    end if;
  end if;
  raise exception 'result_links.audit_records is append-only: % is not allowed', tg_op
    using errcode = 'restrict_violation';
end $$;

create trigger append_only before update or delete on result_links.audit_records
  for each row execute function result_links.keep_audit_records();
create trigger append_only_whole before truncate on result_links.audit_records
  for each statement execute function result_links.keep_audit_records();
`;
