import { Inject, Injectable } from '@nestjs/common';
import {
  contentHash,
  type Delivery,
  type ResultLinkBody,
  type Target,
} from '@result-links/delivery';
import { DatabaseUnavailableError, type Engine } from '@result-links/engine';
import { ENGINE } from '../engine.provider.js';
import { ApiError } from '../http/api-error.js';
import { answerAbout, deliveryHeaders, type Answer } from './delivery-answer.js';
import type { DeliveryPreferences } from './delivery-preferences.js';

/** A result link that has passed validation, and how its caller wants it taken. */
export interface Submission {
  accountId: string;
  integrationId: string;
  target: Target;
  body: ResultLinkBody;
  preferences: DeliveryPreferences;
  /** Aborts when the caller has gone; the delivery goes on. */
  callerGone: AbortSignal;
}

/** Keeps a result link, then tells what becomes of it. */
@Injectable()
export class ResultLinksService {
  constructor(@Inject(ENGINE) private readonly engine: Engine) {}

  /**
   * Accepts the result link and waits for its outcome, as long as the caller wants to.
   *
   * @throws ApiError when it was not written, or the idempotency key was used for another content
   */
  async submit(submission: Submission): Promise<Answer> {
    const { accountId, integrationId, target, body, preferences, callerGone } = submission;
    const accepted = await this.engine.deliveries.accept({
      accountId,
      integrationId,
      target,
      body,
      contentHash: contentHash({ integrationId, target, body }),
      idempotencyKey: preferences.idempotencyKey,
      dedupeWindowMs: this.engine.dedupeWindowMs,
    });
    if (accepted.kind === 'key_reused') {
      throw keyReused(accepted.delivery.id);
    }
    const delivery = await this.outcomeOf(accepted.delivery, preferences.waitMs, callerGone);
    const headers = {
      ...deliveryHeaders(delivery),
      ...(accepted.kind === 'replayed' && { 'Idempotent-Replayed': 'true' }),
      ...(preferences.applied !== null && { 'Preference-Applied': preferences.applied }),
    };
    return answerAbout(delivery, headers, preferences.isAsync);
  }

  /** The delivery when the wait is over; as it was accepted when the database goes away meanwhile: it is kept. */
  private async outcomeOf(
    delivery: Delivery,
    waitMs: number,
    callerGone: AbortSignal,
  ): Promise<Delivery> {
    try {
      return await this.engine.waiter.wait(delivery, waitMs, callerGone);
    } catch (error) {
      if (error instanceof DatabaseUnavailableError) return delivery;
      throw error;
    }
  }
}

/** The key belongs to a delivery whose content is another. */
export function keyReused(deliveryId: string): ApiError {
  return new ApiError({
    status: 422,
    code: null,
    reason: 'idempotency_key_reused',
    title: 'The idempotency key was used for another request',
    message: `This Idempotency-Key belongs to delivery ${deliveryId}, whose target or content differs. Use a new key for a new result link.`,
    headers: { Location: `/v1/deliveries/${deliveryId}`, 'X-Delivery-Id': deliveryId },
  });
}
