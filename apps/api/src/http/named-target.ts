import type { Target } from '@result-links/delivery';
import { invalidRequest } from './api-error.js';

/**
 * The target that a request or a filter names; `undefined` if it names none.
 *
 * @throws ApiError 400 when it names a candidate and an application: a delivery has one target
 */
export function namedTarget(named: {
  candidate_id?: string;
  application_id?: string;
}): Target | undefined {
  const { candidate_id, application_id } = named;
  if (candidate_id !== undefined && application_id !== undefined) {
    const message =
      'candidate_id and application_id cannot be given together: a delivery has one target';
    throw invalidRequest([{ path: 'application_id', code: 'oneTarget', message }]);
  }
  if (candidate_id !== undefined) return { type: 'candidate', id: candidate_id };
  return application_id === undefined ? undefined : { type: 'application', id: application_id };
}
