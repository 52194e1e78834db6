import type { Timestamp } from '../model.js';
import {
  withWarnings,
  type CallOptions,
  type KomboResponse,
  type OperationCaller,
  type Route,
  type WithWarnings,
} from '../operation-caller.js';

/** What {@link importTrackedApplication} takes. */
export interface ImportTrackedApplicationRequest {
  x_integration_id: string;
  request_body: ImportTrackedApplicationBody;
}

/** The body of {@link importTrackedApplication}. */
export interface ImportTrackedApplicationBody extends TrackedId {
  /** When you began to track it; ISO 8601, or a `Date`. `null`: not known. */
  tracked_at: string | Date | null;
}

/**
 * Which application it is, by ids in the ATS: one of the tools, and of its ways to name one. Other
 * tools cannot do it.
 */
export interface TrackedId {
  erecruiter?:
    | {
        id_type: 'application_and_job_remote_ids';
        application_remote_id: string;
        job_remote_id: string;
      }
    | {
        id_type: 'application_and_candidate_remote_ids';
        candidate_remote_id: string;
        application_remote_id: string;
      };
  successfactors?: { id_type: 'application_remote_id'; application_remote_id: string };
  recruitee?: { id_type: 'placement_id'; placement_id: string };
  greenhouse?: { id_type: 'application_id'; application_id: string };
  onlyfy?: { id_type: 'application_id'; application_id: string };
  smartrecruiters?: {
    id_type: 'candidate_and_job_remote_ids';
    candidate_remote_id: string;
    job_remote_id: string;
  };
}

/** What {@link importTrackedApplication} returns. */
export interface TrackedApplication {
  id: string;
  tracked_at: Timestamp | null;
  imported_id: TrackedId;
}

const ROUTE: Route = {
  method: 'POST',
  path: '/ats/import-tracked-application',
  of: 'integration',
};

/**
 * `POST /ats/import-tracked-application`: makes Kombo sync one application that was not made
 * through Kombo, where the integration syncs no others. It is there after the next sync.
 * Source: Kombo OpenAPI document (PostAtsImportTrackedApplication), 2026-05-02.
 */
export function importTrackedApplication(
  caller: OperationCaller,
  request: ImportTrackedApplicationRequest,
  options?: CallOptions,
): Promise<KomboResponse<WithWarnings<TrackedApplication>>> {
  return caller.fetch(ROUTE, request, options, withWarnings<TrackedApplication>);
}
