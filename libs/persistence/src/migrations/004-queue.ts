/**
 * The waiting deliveries are the queue (docs/decisions/0015-rows-are-the-queue.md): indexes that give the next ones of
 * an integration in order. `deliveries.job_id` and the tables of pg-boss stay, unused, so that processes
 * of the release before work on beside new ones; a later step drops them.
 */
export const queue = `
-- New ones, oldest first: two that are due in the same millisecond go in the order of their acceptance.
create index deliveries_fresh on result_links.deliveries
  (account_id, integration_id, next_attempt_at, id)
  where state in ('queued', 'retrying') and attempt_count = 0;
-- Repetitions: they go before new ones, and must not be looked for among those.
create index deliveries_begun on result_links.deliveries
  (account_id, integration_id, next_attempt_at)
  where state in ('queued', 'retrying') and attempt_count > 0;
`;
