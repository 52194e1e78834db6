/**
 * Which database this is, so that a restored or copied one is recognized
 * (docs/decisions/0015-restored-databases.md). Old processes ignore both tables.
 */
export const identity = `
create table result_links.identity (
  is_only        boolean primary key default true check (is_only),
  -- New with every confirmation.
  epoch          uuid not null,
  past_epochs    uuid[] not null default '{}',
  -- The server, or the files of an embedded database; null: the server does not say.
  server         text,
  database_oid   oid not null,
  table_oid      oid not null,
  -- Transaction ID of the last write. It equals xmin unless the row was copied here.
  written_by     text not null,
  pulse          bigint not null default 0,
  -- Sending is stopped since then.
  stopped_at     timestamptz(3),
  stopped_reason text check (stopped_reason in ('copied', 'went_back', 'declared', 'moving', 'moved')),
  -- Embedded database: the server that it was (or is being) moved to.
  moved_to       text,
  -- Server: the epoch of the embedded database that was (or is being) moved here.
  moved_from     uuid,
  check ((stopped_at is null) = (stopped_reason is null))
);

-- Rows that "result-links admin migrate" has copied into this database, by table.
create table result_links.transfers (
  table_name text primary key,
  copied     bigint not null default 0
);
`;
