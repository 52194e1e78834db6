/**
 * Parts that several operations share. Answers are handed on as Kombo sends them, unchecked: the
 * types say what Kombo documents (OpenAPI document, 2026-05-02), fields that it adds later come
 * along, and a union ending in `string & {}` may get further values.
 */

/** ISO 8601 with a time zone, e.g. `2026-11-23T12:00:00.000Z`. */
export type Timestamp = string;

/** Whose name the ATS shows beside a write, where it can tell; further tools may have further fields. */
export interface ActorRemoteFields {
  greenhouse?: { post_headers?: { 'On-Behalf-Of'?: string | null } };
  workable?: { on_behalf_of_user_remote_id?: string };
  [tool: string]: unknown;
}

/** A file to be written: `data_url` or `data`, not both. */
export interface AttachedFile {
  /** File name with its ending, as the ATS shows it. */
  name: string;
  /** Media type, e.g. `application/pdf`. Needed with `data`. */
  content_type?: string;
  /** Where Kombo fetches it; preferred to `data`. */
  data_url?: string;
  /** The file itself, in base64. */
  data?: string;
}

/** An {@link AttachedFile} that goes to a candidate or an application. */
export interface Attachment extends AttachedFile {
  type: 'CV' | 'COVER_LETTER' | 'OTHER' | (string & {});
}

export interface EmailAddress {
  email_address?: string | null;
  type: string | null;
}

export interface PhoneNumber {
  phone_number: string;
  type?: string | null;
}

export interface SocialMedia {
  link?: string | null;
  type?: string | null;
  username?: string | null;
}

export interface Tag {
  id: string;
  remote_id: string | null;
  name: string | null;
}

/** A step of a job's hiring process. */
export interface Stage {
  id: string;
  remote_id: string | null;
  name: string | null;
  /** Place in the process. */
  index?: number | null;
}

/** A job, as far as what it is nested in tells. */
export interface JobReference {
  id: string;
  remote_id: string;
  name: string | null;
}

export interface Address {
  street_1?: string | null;
  street_2?: string | null;
  city?: string | null;
  state?: string | null;
  zip_code?: string | null;
  country?: string | null;
  /** As the ATS has it, when it has no parts. */
  raw?: string | null;
}

/** A field of the ATS that Kombo's unified model has no place for. */
export interface IntegrationField {
  id: string;
  key: string;
  type: 'DEFAULT' | 'CUSTOM' | (string & {});
  value?: unknown;
  label: string | null;
}

/** What every synced entry has. */
export interface SyncedEntry {
  /** Kombo id, which result links, notes and the like need. */
  id: string;
  /** When Kombo last saw a change. */
  changed_at: Timestamp;
  /** When it was found to be gone from the ATS; after 14 days its fields are emptied. */
  remote_deleted_at: Timestamp | null;
  /** Parts of the ATS's own answer, where Kombo was asked to keep them. */
  remote_data: Record<string, unknown> | null;
}

/** What entries have that come with fields of the ATS's own. */
export interface CustomisedEntry extends SyncedEntry {
  custom_fields: Record<string, unknown> | null;
  integration_fields: IntegrationField[];
  /** Its page in the ATS. */
  remote_url: string | null;
  remote_created_at: Timestamp | null;
  remote_updated_at: Timestamp | null;
}

export type ApplicationOutcome = 'PENDING' | 'HIRED' | 'DECLINED' | (string & {});

/** What somebody may do in the ATS, for one job or everywhere. */
export interface UserRole {
  remote_id: string | null;
  remote_label: string | null;
  scope: 'SYSTEM' | 'JOB' | (string & {});
  unified_type:
    | 'HIRING_MANAGER'
    | 'RECRUITER'
    | 'COORDINATOR'
    | 'SOURCER'
    | 'INTERVIEWER'
    | 'ADMIN'
    | (string & {})
    | null;
}
