import type { Delivery } from './model.js';
import type { AcceptInput } from './ports.js';

/** Which earlier delivery answers a request, if any. */
export type EarlierAnswer =
  | { kind: 'none' }
  /** The same request: this delivery is its answer, whatever its state. */
  | { kind: 'replayed'; delivery: Delivery }
  /** The key belongs to this delivery, whose content is another. */
  | { kind: 'key_reused'; delivery: Delivery };

/** What the rule looks at. */
export type RepeatableRequest = Pick<
  AcceptInput,
  'accountId' | 'integrationId' | 'contentHash' | 'idempotencyKey' | 'dedupeWindowMs'
>;

/** States in which a delivery does not stand in the way of sending the same content again. */
const MAY_BE_TRIED_AGAIN = ['failed', 'cancelled'];

/**
 * Which of the `earlier` deliveries answers `request`; the newest where several do.
 *
 * With an `Idempotency-Key` the key alone decides, in any state and without limit in time: same content,
 * same delivery; other content is an error. Its scope is the integration, as far as an API key can be
 * restricted: one integration's deliveries never show in the answers about another's. Without a key the content is the key: within the window it matches
 * a delivery that is open, delivered or unknown (accepted with a key or without), so that a repeated POST
 * never writes a second link by accident. A failed or cancelled one does not match: trying again is what the
 * caller wants.
 */
export function earlierAnswer(
  request: RepeatableRequest,
  earlier: Iterable<Delivery>,
  now: Date,
): EarlierAnswer {
  const newestFirst = [...earlier]
    .filter(
      ({ accountId, integrationId }) =>
        accountId === request.accountId && integrationId === request.integrationId,
    )
    .sort((a, b) => b.acceptedAt.getTime() - a.acceptedAt.getTime() || (a.id < b.id ? 1 : -1));
  if (request.idempotencyKey !== null) {
    const delivery = newestFirst.find(
      ({ idempotencyKey }) => idempotencyKey === request.idempotencyKey,
    );
    if (!delivery) {
      return { kind: 'none' };
    }
    const kind = delivery.contentHash === request.contentHash ? 'replayed' : 'key_reused';
    return { kind, delivery };
  }
  const delivery = newestFirst.find((candidate) => isSameByContent(candidate, request, now));
  return delivery ? { kind: 'replayed', delivery } : { kind: 'none' };
}

/** Whether `delivery` answers a request that has the same content and no key. */
function isSameByContent(delivery: Delivery, request: RepeatableRequest, now: Date): boolean {
  return (
    delivery.contentHash === request.contentHash &&
    now.getTime() - delivery.acceptedAt.getTime() < request.dedupeWindowMs &&
    !MAY_BE_TRIED_AGAIN.includes(delivery.state)
  );
}
