import { PostAtsCandidatesCandidateIDResultLinksRequestBody } from '../result-links/result-link-body.dto.js';
import {
  PostAtsApplicationsApplicationIDResultLinksRequest,
  PostAtsCandidatesCandidateIDResultLinksRequest,
} from '../result-links/result-link-request.dto.js';
import { validateDto, type ValidationResult } from './validate.js';

type ResultLinkBody = PostAtsCandidatesCandidateIDResultLinksRequestBody;

/** A request with everything that delivering it needs. */
export type Deliverable<T extends { request_body?: ResultLinkBody }> = T & {
  request_body: ResultLinkBody;
};

/** Validates a result link without its target. Errors have paths such as `details.attributes[0].key`. */
export function validateResultLinkBody(input: unknown): ValidationResult<ResultLinkBody> {
  return validateDto(PostAtsCandidatesCandidateIDResultLinksRequestBody, input);
}

/** Validates a request for a candidate as Kombo's contract has it: `request_body` may be absent. */
export function validateCandidateResultLinkRequest(
  input: unknown,
): ValidationResult<PostAtsCandidatesCandidateIDResultLinksRequest> {
  return validateDto(PostAtsCandidatesCandidateIDResultLinksRequest, input);
}

/** Validates a request for an application as Kombo's contract has it: `request_body` may be absent. */
export function validateApplicationResultLinkRequest(
  input: unknown,
): ValidationResult<PostAtsApplicationsApplicationIDResultLinksRequest> {
  return validateDto(PostAtsApplicationsApplicationIDResultLinksRequest, input);
}

/**
 * Validates a request that is to be delivered: like the others, but an absent `request_body` is
 * answered with the fields that delivering needs, `request_body.label` and `request_body.url`.
 */
export function validateDeliverable<T extends { request_body?: ResultLinkBody }>(
  dto: new () => T,
  input: unknown,
): ValidationResult<Deliverable<T>> {
  const isObject = typeof input === 'object' && input !== null && !Array.isArray(input);
  const lacksBody = isObject && (input as { request_body?: unknown }).request_body === undefined;
  return validateDto(dto, lacksBody ? { ...input, request_body: {} } : input) as ValidationResult<
    Deliverable<T>
  >;
}
