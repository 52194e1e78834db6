import type { ActorRemoteFields, Attachment } from '../model.js';
import type {
  CallOptions,
  KomboResponse,
  OperationCaller,
  Route,
  WriteReceipt,
} from '../operation-caller.js';

/** What {@link addCandidateAttachment} takes. */
export interface AddCandidateAttachmentRequest {
  x_integration_id: string;
  /** Kombo id. */
  candidate_id: string;
  request_body: AddCandidateAttachmentBody;
}

/** The body of {@link addCandidateAttachment}. */
export interface AddCandidateAttachmentBody {
  attachment: Attachment;
  remote_fields?: ActorRemoteFields;
}

const ROUTE: Route = {
  method: 'POST',
  path: '/ats/candidates/{candidate_id}/attachments',
  of: 'integration',
};

/**
 * `POST /ats/candidates/{candidate_id}/attachments`: adds a file, e.g. a report. Needs the permission
 * "Add attachments".
 * Source: Kombo OpenAPI document (PostAtsCandidatesCandidateIdAttachments), 2026-05-02.
 */
export function addCandidateAttachment(
  caller: OperationCaller,
  request: AddCandidateAttachmentRequest,
  options?: CallOptions,
): Promise<KomboResponse<WriteReceipt>> {
  return caller.write(ROUTE, request, options);
}
