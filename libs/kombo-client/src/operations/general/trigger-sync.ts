import type { CallOptions, KomboResponse, OperationCaller, Route } from '../operation-caller.js';

/** What {@link triggerSync} takes. */
export interface TriggerSyncRequest {
  x_integration_id: string;
  /** Default: a full one. */
  request_body?: { type?: 'FULL' | 'DELTA' };
}

/** The sync that was begun, or was under way already. */
export interface TriggeredSync {
  /** Only one sync runs or waits at a time: true when it is not a new one. */
  already_queued: boolean;
  sync_id: string;
  /** May be another than asked for. */
  type: 'FULL' | 'DELTA' | (string & {});
}

const ROUTE: Route = { method: 'POST', path: '/force-sync', of: 'integration' };

/**
 * `POST /force-sync`: syncs an integration now. Kombo syncs by itself, so not to be called regularly.
 * Source: Kombo OpenAPI document (PostForceSync), 2026-05-02.
 */
export function triggerSync(
  caller: OperationCaller,
  { x_integration_id, request_body = {} }: TriggerSyncRequest,
  options?: CallOptions,
): Promise<KomboResponse<TriggeredSync>> {
  return caller.fetch(ROUTE, { x_integration_id, request_body }, options);
}
