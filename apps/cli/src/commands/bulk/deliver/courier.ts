import type { DeliveryTarget } from '@result-links/contracts';
import {
  KomboError,
  type KomboClient,
  type Outcome,
  type ResponseLimits,
} from '@result-links/kombo-client';
import type { RowRequest } from '../rows/row-request.js';

/** What one attempt to write came to. */
export interface Attempt {
  outcome: Outcome;
  limits: ResponseLimits;
  code: string | null;
  /** What Kombo said; absent when there is nothing to say. */
  message?: string;
  logUrl: string | null;
  /** What to do about it. */
  advice?: string;
  warnings: string[];
}

/** Writes one result link to its target. Never rejects for what Kombo or the network do. */
export type Courier = (
  target: DeliveryTarget,
  body: RowRequest['body'],
  integrationId: string,
) => Promise<Attempt>;

/** Writes directly to Kombo: one call, one request. */
export function komboCourier(client: KomboClient): Courier {
  return async ({ type, id }, request_body, x_integration_id) => {
    try {
      const { data, limits } =
        type === 'candidate'
          ? await client.addCandidateResultLink({
              x_integration_id,
              candidate_id: id,
              request_body,
            })
          : await client.addApplicationResultLink({
              x_integration_id,
              application_id: id,
              request_body,
            });
      return { outcome: 'delivered', limits, code: null, logUrl: null, warnings: data.warnings };
    } catch (error) {
      if (!(error instanceof KomboError)) throw error;
      const { outcome, limits, code, logUrl, advice } = error;
      const message = error.komboMessage ?? error.message;
      return { outcome, limits, code, message, logUrl, advice, warnings: [] };
    }
  };
}
