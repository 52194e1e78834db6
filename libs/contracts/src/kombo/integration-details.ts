/**
 * What Kombo tells about an integration (`GET /integrations/{integration_id}`), as far as this
 * product reads it. These are plain types: answers of Kombo are read leniently, never validated.
 * Source of all fields and values: Kombo OpenAPI document, 2026-05-02. Kombo may add values, hence
 * the open unions.
 */
export interface IntegrationDetails {
  /** e.g. `workday:HWUTwvyx2wLoSUHphiWVrp28` */
  id: string;
  /** The ATS behind it. */
  tool: { id: string; label: string };
  /** `ATS` for the integrations a result link can be written to. */
  category: 'HRIS' | 'ATS' | 'ASSESSMENT' | 'LMS' | (string & {});
  /** `INVALID`: the customer's credentials are dead. `INACTIVE`: switched off. */
  status: 'ACTIVE' | 'INVALID' | 'INACTIVE' | (string & {});
  /** Only `COMPLETED` is ready for writes. */
  setup_status: 'INCOMPLETE' | 'FINAL_SYNC_PENDING' | 'COMPLETED' | (string & {});
  /** The customer; `origin_id` is the id you gave when the integration was created. */
  end_user: { organization_name: string; creator_email: string | null; origin_id: string | null };
  /** What may be written, and if not, for which of three reasons. */
  write_actions: WriteAction[];
}

/** One write action of an integration. */
export interface WriteAction {
  /** e.g. `ats_add_result_link_to_application` */
  id: string;
  /** e.g. `Add result link to application` */
  label: string;
  /** Whether it works right now; the three fields below say why not. */
  is_available: boolean;
  /** Whether Kombo supports it for this ATS. */
  coverage_status: 'SUPPORTED' | 'UNSUPPORTED' | 'NOT_IMPLEMENTED' | 'UNKNOWN' | (string & {});
  /** Whether the scope configuration of your Kombo account asks for it. */
  scope_config_setting: 'ENABLED' | 'DISABLED' | 'OPTIONAL' | (string & {});
  /** Whether the customer refused it while connecting. */
  opted_out_by_customer: boolean;
}

/** What Kombo tells about an API key (`GET /check-api-key`). */
export interface ApiKeyDetails {
  /** The Kombo environment (production, development) the key belongs to. */
  environment_id: string;
}
