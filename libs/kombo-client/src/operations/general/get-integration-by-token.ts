import type { CallOptions, KomboResponse, OperationCaller, Route } from '../operation-caller.js';

/** What {@link getIntegrationByToken} takes. */
export interface GetIntegrationByTokenRequest {
  /** What the connection flow gave the customer's browser. */
  token: string;
}

/** The integration that a customer has just connected. */
export interface ConnectedIntegration {
  id: string;
  /** e.g. `workday` */
  tool: string;
  end_user_origin_id: string | null;
  end_user_organization_name: string;
  end_user_email: string | null;
  setup_status: 'INCOMPLETE' | 'FINAL_SYNC_PENDING' | 'COMPLETED' | (string & {});
}

const ROUTE: Route = {
  method: 'GET',
  path: '/connect/integration-by-token/{token}',
  of: 'account',
};

/**
 * `GET /connect/integration-by-token/{token}`: which integration a connection flow made. By way of
 * the token, because an id that came from a browser could be anybody's.
 * Source: Kombo OpenAPI document (GetConnectIntegrationByTokenToken), 2026-05-02.
 */
export function getIntegrationByToken(
  caller: OperationCaller,
  request: GetIntegrationByTokenRequest,
  options?: CallOptions,
): Promise<KomboResponse<ConnectedIntegration>> {
  return caller.fetch(ROUTE, request, options);
}
