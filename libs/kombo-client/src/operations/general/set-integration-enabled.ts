import type {
  CallOptions,
  KomboResponse,
  OperationCaller,
  Route,
  WriteReceipt,
} from '../operation-caller.js';

/** What {@link setIntegrationEnabled} takes. */
export interface SetIntegrationEnabledRequest {
  integration_id: string;
  request_body: { value: boolean };
}

const ROUTE: Route = {
  method: 'PUT',
  path: '/integrations/{integration_id}/enabled',
  of: 'account',
};

/**
 * `PUT /integrations/{integration_id}/enabled`: switches an integration on, the cure for
 * `INTEGRATION.INACTIVE`, or off, which ends its syncs but keeps its credentials.
 * Source: Kombo OpenAPI document (PutIntegrationsIntegrationIdEnabled), 2026-05-02.
 */
export function setIntegrationEnabled(
  caller: OperationCaller,
  request: SetIntegrationEnabledRequest,
  options?: CallOptions,
): Promise<KomboResponse<WriteReceipt>> {
  return caller.write(ROUTE, request, options);
}
