import { Listing, type SyncedListRequest } from '../listing.js';
import type { SyncedEntry, UserRole } from '../model.js';
import type { CallOptions, OperationCaller, Route } from '../operation-caller.js';

/** What {@link getUsers} takes. */
export interface GetUsersRequest extends SyncedListRequest {
  /** Users with any of these addresses, in upper or lower case. */
  emails?: readonly string[];
}

/** Somebody who works in the ATS: a recruiter, a hiring manager. */
export interface User extends SyncedEntry {
  /** Id in the ATS: what `On-Behalf-Of` and the like want. */
  remote_id: string | null;
  first_name: string | null;
  last_name: string | null;
  email?: string | null;
  status: 'ACTIVE' | 'INACTIVE' | (string & {}) | null;
  system_roles: UserRole[];
}

const ROUTE: Route = { method: 'GET', path: '/ats/users', of: 'integration' };

/**
 * `GET /ats/users`: users of the ATS, as of the last sync. The way to the ids that `remote_fields`
 * want for whose name a write appears under.
 * Source: Kombo OpenAPI document (GetAtsUsers), 2026-05-02.
 */
export function getUsers(
  caller: OperationCaller,
  request: GetUsersRequest,
  options?: CallOptions,
): Listing<User> {
  return new Listing(caller, ROUTE, request, options);
}
