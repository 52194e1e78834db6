/**
 * An idempotency key belongs to an integration, not to the account: an API key restricted to one integration
 * must not meet another's deliveries. Rows name their integration already, so keys of before the migration
 * keep working where they were used. Processes of the release before look keys up by the first two columns.
 */
export const idempotencyScope = `
create unique index deliveries_idempotency_scope on result_links.deliveries
  (account_id, idempotency_key, integration_id)
  where idempotency_key is not null;
drop index result_links.deliveries_idempotency;
`;
