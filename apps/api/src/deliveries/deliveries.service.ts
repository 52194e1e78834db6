import { Inject, Injectable } from '@nestjs/common';
import type * as contract from '@result-links/contracts';
import {
  ACTIONS,
  isDeliveryId,
  mayTouch,
  refusalOf,
  type Action,
  type Actor,
  type Delivery,
  type DeliveryFilter,
  type Principal,
} from '@result-links/delivery';
import type { Engine } from '@result-links/engine';
import { ENGINE } from '../engine.provider.js';
import { ApiError } from '../http/api-error.js';
import { namedTarget } from '../http/named-target.js';
import { validTime } from '../http/valid-time.js';
import { deliveryHeaders } from '../result-links/delivery-answer.js';
import { toAttempt, toDelivery } from './delivery.mapper.js';

const DEFAULT_PAGE = 50;
/** A UUID and a bit: enough to recognise what was sent. */
const LONGEST_SHOWN_ID = 60;

/** Looks deliveries up and acts on them, always within what the caller's key may touch. */
@Injectable()
export class DeliveriesService {
  constructor(@Inject(ENGINE) private readonly engine: Engine) {}

  /** One page, newest first. */
  async list(
    caller: Principal,
    query: contract.ListDeliveriesQuery,
  ): Promise<contract.ListDeliveriesResponse> {
    const { limit = DEFAULT_PAGE, cursor } = query;
    const { deliveries, nextCursor } = await this.engine.deliveries.list(toFilter(caller, query), {
      limit,
      ...(cursor !== undefined && { cursor }),
    });
    return {
      status: 'success',
      data: { results: deliveries.map(toDelivery), next: nextCursor },
    };
  }

  /** One with its attempts. @throws ApiError 404 */
  async show(caller: Principal, id: string): Promise<contract.DeliveryResponse> {
    return this.describe(await this.find(caller, id));
  }

  /** Acts on one. @throws ApiError 404, or 409 when its state does not allow it */
  async act(
    caller: Principal,
    by: Actor,
    id: string,
    action: Action,
  ): Promise<contract.DeliveryResponse> {
    const { from, to } = ACTIONS[action];
    // Whose it is does not change, so looking first leaves no gap.
    const { accountId } = await this.find(caller, id);
    const moved = await this.engine.deliveries.move(accountId, id, from, to, action, by);
    if (moved === null) {
      throw notFound(id);
    }
    if (!moved.moved && to === 'queued' && moved.delivery.body === null) {
      throw erased(moved.delivery);
    }
    if (!moved.moved) {
      throw notAllowed(action, moved.delivery);
    }
    return this.describe(moved.delivery);
  }

  /** Sends all matching ones again that have failed or were cancelled. */
  async retryAll(
    caller: Principal,
    by: Actor,
    request: contract.RetryDeliveriesRequest,
  ): Promise<contract.TouchedDeliveriesResponse> {
    const dryRun = request.dry_run ?? false;
    const count = await this.engine.deliveries.requeueAll(
      toFilter(caller, request),
      ACTIONS.retry.from,
      { dryRun },
      by,
    );
    return { status: 'success', data: { count, dry_run: dryRun } };
  }

  /** One of another account or integration is answered as if there were none. */
  private async find(caller: Principal, id: string): Promise<Delivery> {
    const deliveryId = id.toLowerCase();
    const delivery = isDeliveryId(deliveryId)
      ? await this.engine.deliveries.find(caller.accountId, deliveryId)
      : null;
    if (delivery === null || !mayTouch(caller, delivery.integrationId)) {
      throw notFound(id);
    }
    return delivery;
  }

  private async describe(delivery: Delivery): Promise<contract.DeliveryResponse> {
    const attempts = await this.engine.deliveries.listAttempts(delivery.accountId, delivery.id);
    return {
      status: 'success',
      data: { ...toDelivery(delivery), attempts: attempts.map(toAttempt) },
    };
  }
}

function toFilter(caller: Principal, filter: contract.DeliveryFilter): DeliveryFilter {
  const { state, integration_id, error_code } = filter;
  const target = namedTarget(filter);
  return {
    accountId: caller.accountId,
    ...(caller.integrations && { integrationIds: caller.integrations }),
    ...(filter.id && { ids: filter.id.map((id) => id.toLowerCase()) }),
    ...(state && { states: state }),
    ...(integration_id !== undefined && { integrationId: integration_id }),
    ...(target && { target }),
    ...(error_code !== undefined && { errorCode: error_code }),
    ...(filter.accepted_after !== undefined && { acceptedAfter: validTime(filter.accepted_after) }),
    ...(filter.accepted_before !== undefined && {
      acceptedBefore: validTime(filter.accepted_before),
    }),
  };
}

function notFound(id: string): ApiError {
  return new ApiError({
    status: 404,
    code: null,
    reason: 'delivery_not_found',
    title: 'There is no such delivery',
    message: `There is no delivery ${shown(id)}. Ids are UUIDs, as in the X-Delivery-Id header of the answer that accepted it.`,
  });
}

/** An id as the caller gave it, fit to be shown: cut, and without characters that terminals and logs obey. */
function shown(id: string): string {
  if (isDeliveryId(id)) return id;
  const printable = id.replace(/[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu, '\u{fffd}');
  const characters = [...printable];
  const cut = characters.slice(0, LONGEST_SHOWN_ID).join('');
  return `"${cut}${characters.length > LONGEST_SHOWN_ID ? '…' : ''}"`;
}

/** It cannot be sent again, because nothing is left to send. */
function erased(delivery: Delivery): ApiError {
  return new ApiError({
    status: 409,
    code: null,
    reason: 'delivery_erased',
    title: 'The content of the delivery was erased',
    message:
      'Its label, URL and details were erased, after the retention time or on request, so it cannot be sent again. Send the result link as a new request.',
    headers: deliveryHeaders(delivery),
  });
}

function notAllowed(action: Action, delivery: Delivery): ApiError {
  return new ApiError({
    status: 409,
    code: null,
    reason: `delivery_${delivery.state}`,
    title: `The delivery is ${delivery.state}`,
    message: refusalOf(action, delivery.state)?.message ?? `The delivery is ${delivery.state}.`,
    headers: deliveryHeaders(delivery),
  });
}
