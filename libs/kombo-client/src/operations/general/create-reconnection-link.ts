import type { CallOptions, KomboResponse, OperationCaller, Route } from '../operation-caller.js';
import type { FlowLanguage, FlowLink, FlowLinkType } from './model.js';

/** What {@link createReconnectionLink} takes. */
export interface CreateReconnectionLinkRequest {
  integration_id: string;
  request_body?: CreateReconnectionLinkBody;
}

/** The body of {@link createReconnectionLink}. */
export interface CreateReconnectionLinkBody {
  language?: FlowLanguage;
  /** What the integration may do once it is reconnected. Default: as before. */
  scope_config_id?: string | null;
  /** Default: `EMBEDDED`. */
  link_type?: FlowLinkType;
}

const ROUTE: Route = {
  method: 'POST',
  path: '/integrations/{integration_id}/relink',
  of: 'account',
};

/**
 * `POST /integrations/{integration_id}/relink`: a link with which the customer enters credentials
 * anew, the cure for `INTEGRATION.AUTHENTICATION_INVALID`.
 * Source: Kombo OpenAPI document (PostIntegrationsIntegrationIdRelink), 2026-05-02.
 */
export function createReconnectionLink(
  caller: OperationCaller,
  { integration_id, request_body = {} }: CreateReconnectionLinkRequest,
  options?: CallOptions,
): Promise<KomboResponse<FlowLink>> {
  return caller.fetch(ROUTE, { integration_id, request_body }, options);
}
