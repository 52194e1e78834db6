import type { Delivery } from '@result-links/contracts';
import type { Fate } from '../deliver/lane.js';

/**
 * What a delivery of the API means for its row. One that the API keeps on delivering, or holds because its
 * integration is broken, is `accepted`.
 */
export function fateOfDelivery({ id, state, failure, warnings }: Delivery): Fate {
  const base = { delivery_id: id };
  const why =
    failure === null
      ? {}
      : { code: failure.code, message: failure.message ?? '', log_url: failure.log_url };
  switch (state) {
    case 'delivered':
      return {
        state,
        ...base,
        ...(warnings.length === 0 ? {} : { warnings: warnings.map(({ message }) => message) }),
      };
    case 'failed':
      return { state: 'rejected', ...base, ...why };
    case 'unknown':
      return { state, ...base, ...why };
    case 'cancelled':
      return { state: 'rejected', ...base, message: 'the delivery was cancelled' };
    default:
      return { state: 'accepted', ...base };
  }
}

/** Whether nothing more happens to it by itself, or not before somebody repairs its integration. */
export function isSettled({ state }: Delivery): boolean {
  return ['delivered', 'failed', 'unknown', 'cancelled', 'parked'].includes(state);
}
