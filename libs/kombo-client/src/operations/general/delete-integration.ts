import type {
  CallOptions,
  KomboResponse,
  OperationCaller,
  Route,
  WriteReceipt,
} from '../operation-caller.js';

/** What {@link deleteIntegration} takes. */
export interface DeleteIntegrationRequest {
  integration_id: string;
}

const ROUTE: Route = { method: 'DELETE', path: '/integrations/{integration_id}', of: 'account' };

/**
 * `DELETE /integrations/{integration_id}`: deletes an integration for good; its data is gone 14 days
 * later.
 * Source: Kombo OpenAPI document (DeleteIntegrationsIntegrationId), 2026-05-02, which wants a body,
 * an empty one; docs.kombo.dev/other/deletion-policy.
 */
export function deleteIntegration(
  caller: OperationCaller,
  { integration_id }: DeleteIntegrationRequest,
  options?: CallOptions,
): Promise<KomboResponse<WriteReceipt>> {
  return caller.write(ROUTE, { integration_id, request_body: {} }, options);
}
