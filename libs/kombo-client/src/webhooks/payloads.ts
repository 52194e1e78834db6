import type { AssessmentOrder } from '../operations/assessment/get-orders.js';
import type { Timestamp } from '../operations/model.js';

/**
 * What Kombo sends of its own accord, as far as a result-delivery product cares: eight of ten kinds
 * (the other two are of AI Apply). Contents are not checked.
 * Source: webhooks of Kombo's OpenAPI document, 2026-05-02.
 */
export interface WebhookPayloads {
  /** A customer has connected a tool. */
  'integration-created': IntegrationWebhook;
  /** An integration is gone, by you or in the dashboard. */
  'integration-deleted': IntegrationWebhook & { deleted_at: Timestamp };
  /** An integration broke, was repaired, or got on with its set-up: the moment to go on with what waits. */
  'integration-state-changed': IntegrationReference & {
    end_user: WebhookEndUser;
    qa_status: 'PENDING' | 'FAILED' | 'PASSED' | (string & {});
    setup_status: 'INCOMPLETE' | 'FINAL_SYNC_PENDING' | 'COMPLETED' | (string & {});
    state: 'ACTIVE' | 'INVALID' | 'INACTIVE' | (string & {});
    updated_at: Timestamp;
  };
  'sync-finished': IntegrationReference & {
    end_user: WebhookEndUser;
    sync_id: string;
    sync_state: string;
    sync_started_at: Timestamp;
    sync_ended_at: Timestamp | null;
    sync_duration_seconds: number | null;
    log_url: string;
  };
  /** Synced data changed: read it with `updated_after`. At most every 30 s per integration. */
  'data-changed': IntegrationReference & { changed_models: { name: string }[] };
  /** A customer tried to connect a tool and failed. */
  'connection-flow-failed': Omit<IntegrationReference, 'integration_id'> & {
    end_user: WebhookEndUser;
    log_url: string;
  };
  /** A test was ordered. A 422 turns it down, with a message that the ATS shows. */
  'assessment:order-received': AssessmentOrder & { integration_id: string };
  /** The same, but the ATS waits for the answer: 15 to 30 s. */
  'inline-assessment:order-received': AssessmentOrder & { integration_id: string };
}

/** One of the kinds above. */
export type WebhookType = keyof WebhookPayloads;

/** A webhook of a known kind: `type` says what is in `data`. */
export type KomboWebhook = {
  [Type in WebhookType]: { id: string; type: Type; data: WebhookPayloads[Type] };
}[WebhookType];

/** A webhook of a kind that this version does not know. Answer it with a 2xx all the same. */
export interface UnknownWebhook {
  id: string;
  type: string;
  data: unknown;
}

export interface WebhookEndUser {
  organization_name: string;
  creator_email: string | null;
  /** Your own id of the customer, given when the integration was made. */
  origin_id: string | null;
}

type ToolCategory = 'HRIS' | 'ATS' | 'ASSESSMENT' | 'LMS' | (string & {});

export interface IntegrationReference {
  integration_id: string;
  /** e.g. `workday` */
  integration_tool: string;
  integration_category: ToolCategory;
}

export interface IntegrationWebhook {
  /** Id of the integration. */
  id: string;
  tool: string;
  category: ToolCategory;
  end_user: WebhookEndUser;
}
