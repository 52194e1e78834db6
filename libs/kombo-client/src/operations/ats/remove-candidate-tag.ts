import type { ActorRemoteFields } from '../model.js';
import type {
  CallOptions,
  KomboResponse,
  OperationCaller,
  Route,
  WriteReceipt,
} from '../operation-caller.js';

/** What {@link removeCandidateTag} takes. */
export interface RemoveCandidateTagRequest {
  x_integration_id: string;
  /** Kombo id. */
  candidate_id: string;
  request_body: RemoveCandidateTagBody;
}

/** The body of {@link removeCandidateTag}. */
export interface RemoveCandidateTagBody {
  tag: { name: string };
  remote_fields?: ActorRemoteFields;
}

const ROUTE: Route = {
  method: 'DELETE',
  path: '/ats/candidates/{candidate_id}/tags',
  of: 'integration',
};

/**
 * `DELETE /ats/candidates/{candidate_id}/tags`: removes a tag by its name. Needs the permission
 * "Manage tags".
 * Source: Kombo OpenAPI document (DeleteAtsCandidatesCandidateIdTags), 2026-05-02.
 */
export function removeCandidateTag(
  caller: OperationCaller,
  request: RemoveCandidateTagRequest,
  options?: CallOptions,
): Promise<KomboResponse<WriteReceipt>> {
  return caller.write(ROUTE, request, options);
}
