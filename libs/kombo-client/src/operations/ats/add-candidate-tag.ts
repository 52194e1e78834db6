import type { ActorRemoteFields } from '../model.js';
import type {
  CallOptions,
  KomboResponse,
  OperationCaller,
  Route,
  WriteReceipt,
} from '../operation-caller.js';

/** What {@link addCandidateTag} takes. */
export interface AddCandidateTagRequest {
  x_integration_id: string;
  /** Kombo id. */
  candidate_id: string;
  request_body: AddCandidateTagBody;
}

/** The body of {@link addCandidateTag}. */
export interface AddCandidateTagBody {
  tag: { name: string };
  remote_fields?: ActorRemoteFields;
}

const ROUTE: Route = {
  method: 'POST',
  path: '/ats/candidates/{candidate_id}/tags',
  of: 'integration',
};

/**
 * `POST /ats/candidates/{candidate_id}/tags`: adds a tag, e.g. `Test passed`. Needs the permission
 * "Manage tags".
 * Source: Kombo OpenAPI document (PostAtsCandidatesCandidateIdTags), 2026-05-02.
 */
export function addCandidateTag(
  caller: OperationCaller,
  request: AddCandidateTagRequest,
  options?: CallOptions,
): Promise<KomboResponse<WriteReceipt>> {
  return caller.write(ROUTE, request, options);
}
