import type { CallOptions, KomboResponse, OperationCaller, Route } from '../operation-caller.js';

/** What {@link getTools} takes. */
export interface GetToolsRequest {
  category: 'hris' | 'ats' | 'assessment' | 'lms';
}

/** What {@link getTools} returns. */
export interface ToolList {
  tools: Tool[];
}

/** An ATS or the like that Kombo connects to, and what it can do there. */
export interface Tool {
  /** e.g. `workday`: the part of an integration's id before the colon */
  id: string;
  label: string;
  /** Tells tools with the same label apart. */
  internal_label: string | null;
  assets: { logo_url: string; icon_url: string; icon_black_url: string };
  /** What to know when the tool wants money for its API, as Markdown. */
  paid_api_details_markdown: string | null;
  fast_track_details_markdown: string | null;
  partner_only_details_markdown: string | null;
  connection_guide_url: string | null;
  coverage: {
    read_models: FieldCoverage[];
    write_actions: FieldCoverage[];
    features: Coverage[];
  };
}

/** Whether a tool can do something. */
export interface Coverage {
  /** e.g. `ats_add_result_link_to_application` */
  id: string;
  label: string;
  coverage_status: CoverageStatus;
}

/** The same, and with which fields. */
export interface FieldCoverage extends Coverage {
  fields: { id: string; coverage_status: CoverageStatus }[];
}

export type CoverageStatus =
  'SUPPORTED' | 'UNSUPPORTED' | 'NOT_IMPLEMENTED' | 'UNKNOWN' | (string & {});

const ROUTE: Route = { method: 'GET', path: '/tools/{category}', of: 'account' };

/**
 * `GET /tools/{category}`: the tools of a category. Whether a given *integration* can do something
 * is in `getIntegrationDetails`.
 * Source: Kombo OpenAPI document (GetToolsCategory), 2026-05-02.
 */
export function getTools(
  caller: OperationCaller,
  request: GetToolsRequest,
  options?: CallOptions,
): Promise<KomboResponse<ToolList>> {
  return caller.fetch(ROUTE, request, options);
}
