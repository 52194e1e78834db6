import { Listing, type ListRequest } from '../listing.js';
import type { Address } from '../model.js';
import type { CallOptions, OperationCaller, Route } from '../operation-caller.js';

/** What {@link getOrders} takes. */
export interface GetOrdersRequest extends ListRequest {
  /** Kombo ids of orders. */
  ids?: readonly string[];
  statuses?: readonly OrderStatus[];
  /** Only what was ordered since. ISO 8601, or a `Date`. */
  created_after?: string | Date;
}

export type OrderStatus = 'OPEN' | 'COMPLETED' | 'CANCELLED' | 'REJECTED' | (string & {});

/**
 * A test that somebody ordered in the ATS. Its candidate, application and job come with their ids in
 * the ATS only, while result links want Kombo's: `ats.getCandidates({ remote_ids })` tells them.
 */
export interface AssessmentOrder {
  id: string;
  /** One of the packages that you set with `setPackages`. */
  package_id: string;
  status: OrderStatus;
  candidate: {
    remote_id: string | null;
    email: string;
    first_name: string | null;
    last_name: string | null;
    phone: string | null;
  };
  application: { remote_id: string | null };
  job: {
    remote_id: string | null;
    name: string | null;
    job_code: string | null;
    description: string | null;
    location: Address | null;
    hiring_team: {
      remote_id: string | null;
      email: string | null;
      first_name: string | null;
      last_name: string | null;
      hiring_team_roles: string[];
    }[];
  };
}

const ROUTE: Route = { method: 'GET', path: '/assessment/orders', of: 'integration' };

/**
 * `GET /assessment/orders`: the tests ordered through an integration.
 * Source: Kombo OpenAPI document (GetAssessmentOrders), 2026-05-02.
 */
export function getOrders(
  caller: OperationCaller,
  request: GetOrdersRequest,
  options?: CallOptions,
): Listing<AssessmentOrder> {
  return new Listing(caller, ROUTE, request, options);
}
