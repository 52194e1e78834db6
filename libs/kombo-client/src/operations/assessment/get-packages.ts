import type { Timestamp } from '../model.js';
import type { CallOptions, KomboResponse, OperationCaller, Route } from '../operation-caller.js';
import type { AssessmentPackage } from './set-packages.js';

/** What {@link getPackages} takes. */
export interface GetPackagesRequest {
  x_integration_id: string;
}

/** What {@link getPackages} returns. */
export interface StoredPackages {
  packages: (AssessmentPackage & { updated_at: Timestamp | null })[];
}

const ROUTE: Route = { method: 'GET', path: '/assessment/packages', of: 'integration' };

/**
 * `GET /assessment/packages`: the packages as Kombo has them. Meant for finding mistakes.
 * Source: Kombo OpenAPI document (GetAssessmentPackages), 2026-05-02.
 */
export function getPackages(
  caller: OperationCaller,
  request: GetPackagesRequest,
  options?: CallOptions,
): Promise<KomboResponse<StoredPackages>> {
  return caller.fetch(ROUTE, request, options);
}
