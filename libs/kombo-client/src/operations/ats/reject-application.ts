import type { ActorRemoteFields } from '../model.js';
import type {
  CallOptions,
  KomboResponse,
  OperationCaller,
  Route,
  WriteReceipt,
} from '../operation-caller.js';

/** What {@link rejectApplication} takes. */
export interface RejectApplicationRequest {
  x_integration_id: string;
  /** Kombo id. */
  application_id: string;
  request_body: RejectApplicationBody;
}

/** The body of {@link rejectApplication}. */
export interface RejectApplicationBody {
  /** Kombo id of a rejection reason of the ATS. */
  rejection_reason_id: string;
  note?: string;
  remote_fields?: RejectionRemoteFields;
}

/** What single tools want besides. */
export interface RejectionRemoteFields extends ActorRemoteFields {
  greenhouse?: ActorRemoteFields['greenhouse'] & {
    /** Greenhouse's own settings of the email to the candidate. */
    rejection_email?: Record<string, unknown>;
  };
  teamtailor?: { user_id?: string };
}

const ROUTE: Route = {
  method: 'POST',
  path: '/ats/applications/{application_id}/reject',
  of: 'integration',
};

/**
 * `POST /ats/applications/{application_id}/reject`: turns an application down.
 * Source: Kombo OpenAPI document (PostAtsApplicationsApplicationIdReject), 2026-05-02.
 */
export function rejectApplication(
  caller: OperationCaller,
  request: RejectApplicationRequest,
  options?: CallOptions,
): Promise<KomboResponse<WriteReceipt>> {
  return caller.write(ROUTE, request, options);
}
