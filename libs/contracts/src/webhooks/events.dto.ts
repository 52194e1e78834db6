import { Type } from 'class-transformer';
import { IsIn, IsInt, IsObject, IsString, ValidateNested } from '#class-validator';
import {
  ATTEMPT_OUTCOMES,
  DeliveryTarget,
  type AttemptOutcome,
} from '../deliveries/delivery.dto.js';
import { OpenObject } from '../validation/open-object.js';
import { IsTime, MayBeNull } from '../validation/rules.js';

/** What happened to a delivery, as far as it is told by webhook. */
export const DELIVERY_EVENT_TYPES = [
  'delivery.delivered',
  'delivery.failed',
  'delivery.unknown',
  'delivery.parked',
] as const;

/** What happened to an integration. */
export const INTEGRATION_EVENT_TYPES = ['integration.parked', 'integration.released'] as const;

/** Everything a webhook endpoint can subscribe to. */
export const WEBHOOK_EVENT_TYPES = [...DELIVERY_EVENT_TYPES, ...INTEGRATION_EVENT_TYPES] as const;

/** One of {@link WEBHOOK_EVENT_TYPES}. */
export type WebhookEventType = (typeof WEBHOOK_EVENT_TYPES)[number];

/** Sent on request, to try an endpoint out; nobody subscribes to it. */
export const TEST_EVENT_TYPE = 'webhook.test';

/** The delivery an event is about: ids, states and codes, nothing of the result link itself. */
@OpenObject()
export class DeliveryEventData {
  /** The account it belongs to. */
  @IsString()
  account_id: string;

  /**
   * Its id, as the answer that accepted it said.
   * @example "019ab3c4-5d6e-7f80-9a1b-2c3d4e5f6071"
   */
  @IsString()
  delivery_id: string;

  /**
   * The integration it goes to.
   * @example "workday:HWUTwvyx2wLoSUHphiWVrp28"
   */
  @IsString()
  integration_id: string;

  /** What the link is written to. */
  @IsObject()
  @ValidateNested()
  @Type(() => DeliveryTarget)
  target: DeliveryTarget;

  /** Where it stood when the event happened; it may have moved on since. */
  @IsIn(['delivered', 'failed', 'unknown', 'parked'])
  state: 'delivered' | 'failed' | 'unknown' | 'parked';

  /** What the newest finished attempt came to; `null`: there was none. */
  @MayBeNull()
  @IsIn(ATTEMPT_OUTCOMES)
  outcome: AttemptOutcome | null;

  /** Kombo's error code, also one that is newer than this list; `null`: none was given. */
  @MayBeNull()
  @IsString()
  error_code: string | null;

  /** Attempts started so far. */
  @IsInt()
  attempt_count: number;

  /** When it was accepted (UTC). */
  @IsTime()
  accepted_at: string;
}

/** A delivery was delivered, has failed, is unknown or waits for its integration. */
@OpenObject()
export class DeliveryEvent {
  /** What happened. */
  @IsIn(DELIVERY_EVENT_TYPES)
  type: (typeof DELIVERY_EVENT_TYPES)[number];

  /** When it happened (UTC); the header `webhook-timestamp` says when this attempt was sent. */
  @IsTime()
  timestamp: string;

  /** The delivery. */
  @IsObject()
  @ValidateNested()
  @Type(() => DeliveryEventData)
  data: DeliveryEventData;
}

/** The integration an event is about. */
@OpenObject()
export class IntegrationEventData {
  /** The account it belongs to. */
  @IsString()
  account_id: string;

  /**
   * The integration.
   * @example "workday:HWUTwvyx2wLoSUHphiWVrp28"
   */
  @IsString()
  integration_id: string;

  /** `parked`: its deliveries wait. `active`: they go out again. */
  @IsIn(['parked', 'active'])
  state: 'parked' | 'active';

  /** Kombo's code of the reason; `null` when it was released, or none was given. */
  @MayBeNull()
  @IsString()
  error_code: string | null;
}

/** An integration takes no more result links, or takes them again. */
@OpenObject()
export class IntegrationEvent {
  /** What happened. */
  @IsIn(INTEGRATION_EVENT_TYPES)
  type: (typeof INTEGRATION_EVENT_TYPES)[number];

  /** When it happened (UTC). */
  @IsTime()
  timestamp: string;

  /** The integration. */
  @IsObject()
  @ValidateNested()
  @Type(() => IntegrationEventData)
  data: IntegrationEventData;
}

/** The endpoint that a test was asked for. */
@OpenObject()
export class TestEventData {
  /** The account it belongs to. */
  @IsString()
  account_id: string;

  /** The endpoint. */
  @IsString()
  endpoint_id: string;
}

/** Somebody tries the endpoint out. */
@OpenObject()
export class TestEvent {
  /** Always `webhook.test`. */
  @IsIn([TEST_EVENT_TYPE])
  type: typeof TEST_EVENT_TYPE;

  /** When it was asked for (UTC). */
  @IsTime()
  timestamp: string;

  /** The endpoint. */
  @IsObject()
  @ValidateNested()
  @Type(() => TestEventData)
  data: TestEventData;
}

/** The body of a webhook of ours; `type` says which. */
export type WebhookEvent = DeliveryEvent | IntegrationEvent | TestEvent;
