import type { CallOptions, KomboResponse, OperationCaller, Route } from '../operation-caller.js';
import type { FlowLanguage, FlowLink, FlowLinkType } from './model.js';

/** What {@link createConnectionLink} takes. */
export interface CreateConnectionLinkRequest {
  request_body: CreateConnectionLinkBody;
}

/** The body of {@link createConnectionLink}. */
export interface CreateConnectionLinkBody {
  /** Who is to use the link. */
  end_user_email: string;
  end_user_organization_name: string;
  /** Your own id of the customer. Webhooks and `getIntegrationDetails` tell it back. */
  end_user_origin_id?: string | null;
  /** Which environment of the tool, if it has several; needs `integration_tool`. Default: production. */
  remote_environment?: string | null;
  /** Mind Kombo's default: `HRIS`. Result links need `ATS`. */
  integration_category?: 'HRIS' | 'ATS' | 'ASSESSMENT' | 'LMS' | (string & {});
  /** The only tool the link is for, e.g. `workday`; `getTools` lists them. Default: the customer chooses. */
  integration_tool?: string;
  language?: FlowLanguage;
  /** What the integration may do. Default: the account's default. */
  scope_config_id?: string | null;
  /** HRIS only. Default: false. */
  enable_filtering?: boolean;
  /** Default: false. */
  enable_field_mapping?: boolean;
  /** Default: `EMBEDDED`. */
  link_type?: FlowLinkType;
}

const ROUTE: Route = { method: 'POST', path: '/connect/create-link', of: 'account' };

/**
 * `POST /connect/create-link`: a link with which a customer connects a tool. Kombo does not notice
 * when the same tool is connected twice.
 * Source: Kombo OpenAPI document (PostConnectCreateLink), 2026-05-02.
 */
export function createConnectionLink(
  caller: OperationCaller,
  request: CreateConnectionLinkRequest,
  options?: CallOptions,
): Promise<KomboResponse<FlowLink>> {
  return caller.fetch(ROUTE, request, options);
}
