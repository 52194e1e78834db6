import type { CallOptions, KomboResponse, OperationCaller, Route } from '../operation-caller.js';
import type { FlowLanguage, FlowLink, FlowLinkType } from './model.js';

/** What {@link createSetupLink} takes. */
export interface CreateSetupLinkRequest {
  integration_id: string;
  request_body: CreateSetupLinkBody;
}

/** The body of {@link createSetupLink}. */
export interface CreateSetupLinkBody {
  language?: FlowLanguage;
  link_type: FlowLinkType;
}

const ROUTE: Route = {
  method: 'POST',
  path: '/integrations/{integration_id}/setup-link',
  of: 'account',
};

/**
 * `POST /integrations/{integration_id}/setup-link`: a link with which the customer finishes the
 * set-up, the cure for `INTEGRATION.SETUP_INCOMPLETE`. Kombo answers `PLATFORM.INPUT_INVALID` when
 * the integration has no set-up steps.
 * Source: Kombo OpenAPI document (PostIntegrationsIntegrationIdSetupLink), 2026-05-02.
 */
export function createSetupLink(
  caller: OperationCaller,
  request: CreateSetupLinkRequest,
  options?: CallOptions,
): Promise<KomboResponse<FlowLink>> {
  return caller.fetch(ROUTE, request, options);
}
