import type { TargetType } from '../integrations/ready-integrations.js';
import type { ListingOperation } from '../scenarios/scenario.js';

/** The listings of synced data, by the last part of their path. */
const LISTINGS: Readonly<Record<string, ListingOperation>> = {
  candidates: 'get-candidates',
  applications: 'get-applications',
  jobs: 'get-jobs',
};

/** What a request asks for. */
export type Route =
  | { name: 'result-link'; target: { type: TargetType; id: string } }
  | { name: 'integration-details'; integrationId: string }
  | { name: 'check-api-key' }
  | { name: 'listing'; operation: ListingOperation }
  | { name: 'tools'; category: string }
  | { name: 'control'; path: string[] };

const TARGET_TYPES: Readonly<Record<string, TargetType>> = {
  candidates: 'candidate',
  applications: 'application',
};

/** The route of a request; `undefined` when there is none, or a segment is no valid percent-encoding. */
export function findRoute(method: string, pathname: string): Route | undefined {
  const path = decodeSegments(pathname);
  if (path === undefined) return undefined;
  const [first, ...rest] = path;
  if (first === '__sandbox') return { name: 'control', path: rest };
  if (first !== 'v1') return undefined;
  return method === 'POST' ? findWrite(rest) : method === 'GET' ? findLookUp(rest) : undefined;
}

function findWrite(path: string[]): Route | undefined {
  const [category, collection = '', id, action] = path;
  if (path.length !== 4 || category !== 'ats' || action !== 'result-links') return undefined;
  const type = Object.hasOwn(TARGET_TYPES, collection) ? TARGET_TYPES[collection] : undefined;
  return type && id ? { name: 'result-link', target: { type, id } } : undefined;
}

function findLookUp(path: string[]): Route | undefined {
  const [collection, id] = path;
  if (path.length === 1 && collection === 'check-api-key') return { name: 'check-api-key' };
  if (path.length === 2 && collection === 'integrations' && id) {
    return { name: 'integration-details', integrationId: id };
  }
  if (path.length === 2 && collection === 'tools' && id) return { name: 'tools', category: id };
  if (path.length === 2 && collection === 'ats' && id && Object.hasOwn(LISTINGS, id)) {
    return { name: 'listing', operation: LISTINGS[id] as ListingOperation };
  }
  return undefined;
}

function decodeSegments(pathname: string): string[] | undefined {
  try {
    return pathname.split('/').slice(1).map(decodeURIComponent);
  } catch {
    return undefined;
  }
}
