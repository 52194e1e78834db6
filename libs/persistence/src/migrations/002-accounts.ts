/**
 * Accounts of their own, our API keys, and the keys that values are sealed with. Old processes go on:
 * every new column has a default that stands for an account of the environment.
 */
export const accounts = `
alter table result_links.accounts
  add column name              text,
  add column source            text not null default 'environment'
                               check (source in ('environment', 'stored')),
  add column region            text check (region in ('eu', 'us')),
  add column base_url          text,
  -- Sealed (see vault/), never plain.
  add column kombo_api_key     text check (kombo_api_key like 'sealed:%'),
  add column webhook_secret    text check (webhook_secret like 'sealed:%'),
  add column concurrency_limit int check (concurrency_limit > 0),
  add column rate_count        int check (rate_count > 0),
  add column rate_window_ms    int check (rate_window_ms > 0),
  add column is_enabled        boolean not null default true,
  add column revision          bigint not null default 1,
  add column created_at        timestamptz(3) not null default now(),
  add column updated_at        timestamptz(3) not null default now(),
  add check ((rate_count is null) = (rate_window_ms is null)),
  add check (source = 'environment' or (region is not null and kombo_api_key is not null));

-- Keys of ours: what callers present. Only a hash is kept; revoked ones stay for the record.
create table result_links.api_keys (
  id           uuid primary key,
  account_id   text not null references result_links.accounts on delete cascade,
  name         text not null,
  hash         text not null unique,
  hint         text not null,
  scope        text not null check (scope in ('read', 'write')),
  integrations text[],
  created_at   timestamptz(3) not null default now(),
  expires_at   timestamptz(3),
  revoked_at   timestamptz(3),
  last_used_at timestamptz(3)
);

create index api_keys_account on result_links.api_keys (account_id, id);

-- Every encryption key that something may be sealed with. content_key is the key of content hashes,
-- sealed with this one: opening it proves that a key is the right one of its name.
create table result_links.sealing_keys (
  key_id      text primary key,
  content_key text not null,
  created_at  timestamptz(3) not null default now()
);
`;
