/**
 * The waiting deliveries are the queue (docs/decisions/0009-rows-are-the-queue.md): `deliveries_waiting`
 * gives the next ones of an integration in order, the index here those that were begun before.
 * `deliveries.job_id` and the tables of pg-boss stay, unused, so that processes of the release before
 * work on beside new ones; a later step drops them.
 */
export const queue = `
-- Repetitions: they go before new ones, and must not be looked for among those.
create index deliveries_begun on result_links.deliveries
  (account_id, integration_id, next_attempt_at)
  where state in ('queued', 'retrying') and attempt_count > 0;
`;
