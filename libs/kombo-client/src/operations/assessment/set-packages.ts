import type {
  CallOptions,
  KomboResponse,
  OperationCaller,
  Route,
  WriteReceipt,
} from '../operation-caller.js';

/** What {@link setPackages} takes. */
export interface SetPackagesRequest {
  x_integration_id: string;
  request_body: SetPackagesBody;
}

/** The body of {@link setPackages}. */
export interface SetPackagesBody {
  /** All of them: those that are missing here can no longer be ordered. */
  packages: AssessmentPackage[];
}

/** A test that recruiters can order. */
export interface AssessmentPackage {
  /** Your own id of it. */
  id: string;
  type: PackageType;
  name: string;
  /** Some ATSs show it. */
  description: string;
}

export type PackageType =
  | 'BEHAVIORAL'
  | 'VIDEO_INTERVIEW'
  | 'SKILLS_TEST'
  | 'BACKGROUND_CHECK'
  | 'REFERENCE_CHECK'
  | (string & {});

const ROUTE: Route = { method: 'PUT', path: '/assessment/packages', of: 'integration' };

/**
 * `PUT /assessment/packages`: replaces the whole list of packages of an integration.
 * Source: Kombo OpenAPI document (PutAssessmentPackages), 2026-05-02.
 */
export function setPackages(
  caller: OperationCaller,
  request: SetPackagesRequest,
  options?: CallOptions,
): Promise<KomboResponse<WriteReceipt>> {
  return caller.write(ROUTE, request, options);
}
