import type { AttachedFile } from '../model.js';
import {
  withWarnings,
  type CallOptions,
  type KomboResponse,
  type OperationCaller,
  type Route,
  type WithWarnings,
} from '../operation-caller.js';

/** What {@link sendPassthroughRequest} takes. */
export interface SendPassthroughRequestRequest {
  x_integration_id: string;
  /** e.g. `greenhouse` */
  tool: string;
  /** Which API of the tool, e.g. `harvest`; Kombo's documentation lists them. */
  api: string;
  request_body: PassthroughRequest;
}

/** The request that the tool is to get. */
export interface PassthroughRequest {
  method: 'GET' | 'POST' | 'DELETE' | 'PUT' | 'PATCH';
  /** Below the base URL of the tool's API, with a slash in front. */
  path: string;
  /** Those that prove who is asking are added by Kombo. */
  headers?: Record<string, string>;
  /** Query parameters. */
  params?: Record<string, string>;
  /** The body: a text as it is, everything else as JSON. */
  data?: unknown;
  /** For answers that are no text. Default: false. */
  response_as_base64?: boolean;
  /** The body, when it is a form with files. */
  multipart_form_data?: { name: string; value: string | AttachedFile }[];
  api_options?: Record<string, string>;
}

/** What the tool answered. */
export interface PassthroughAnswer {
  /** Where the request went. */
  url: string;
  /** Status of the tool's answer: the call succeeds with any. */
  status: number;
  headers: Record<string, string | string[]>;
  /** Parsed JSON, or a text. */
  data?: unknown;
}

const ROUTE: Route = { method: 'POST', path: '/passthrough/{tool}/{api}', of: 'integration' };

/**
 * `POST /passthrough/{tool}/{api}`: a request to the tool's own API in the customer's name. Kombo
 * switches it on per use case.
 * Source: Kombo OpenAPI document (PostPassthroughToolApi), 2026-05-02.
 */
export function sendPassthroughRequest(
  caller: OperationCaller,
  request: SendPassthroughRequestRequest,
  options?: CallOptions,
): Promise<KomboResponse<WithWarnings<PassthroughAnswer>>> {
  return caller.fetch(ROUTE, request, options, withWarnings<PassthroughAnswer>);
}
