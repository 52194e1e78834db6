/** Everything that is recorded in the audit: a closed list. A new action is a minor change of the contract. */
export const AUDIT_ACTIONS = [
  'account.create',
  'account.update',
  'account.delete',
  'api_key.create',
  'api_key.revoke',
  'admin_key.create',
  'admin_key.revoke',
  'delivery.retry',
  'delivery.cancel',
  'delivery.resolve_delivered',
  'delivery.resolve_not_delivered',
  'deliveries.retry',
  'integration.release',
  'webhook_endpoint.create',
  'webhook_endpoint.update',
  'webhook_endpoint.delete',
  'webhook_endpoint.rotate_secret',
  'webhook_endpoint.test',
  'target.erase',
  'encryption.rotate',
  'database.confirm',
  'database.move',
  'database.abandon_move',
  // Calls that were refused because of their key, counted.
  'call.refuse',
] as const;

/** One of {@link AUDIT_ACTIONS}. */
export type AuditAction = (typeof AUDIT_ACTIONS)[number];
