import { Type } from 'class-transformer';
import {
  ArrayNotEmpty,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsString,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from '#class-validator';
import { OpenObject } from '../validation/open-object.js';
import { QueryNumber } from '../validation/query-number.js';
import { IsHttpUrl, IsTime, MayBeAbsent, MayBeNull } from '../validation/rules.js';
import { WEBHOOK_EVENT_TYPES, type WebhookEventType } from './events.dto.js';

/** Longest address of an endpoint, in characters; bounds what every event has to read. */
export const WEBHOOK_URL_LENGTH = 2_048;

/** An address that wants to be told what happens. */
export class CreateWebhookEndpointRequest {
  /**
   * Where events are sent by POST; `https://`, and reachable from the internet.
   * @example "https://hooks.example.com/result-links"
   */
  @IsString()
  @IsHttpUrl()
  @MaxLength(WEBHOOK_URL_LENGTH)
  url: string;

  /** What to tell; all there is when absent. */
  @MayBeAbsent()
  @IsArray()
  @ArrayNotEmpty()
  @ArrayUnique()
  @IsIn(WEBHOOK_EVENT_TYPES, { each: true })
  events?: WebhookEventType[];
}

/** What is to change about an endpoint; what is absent stays. */
export class UpdateWebhookEndpointRequest {
  /** Another address. */
  @MayBeAbsent()
  @IsString()
  @IsHttpUrl()
  @MaxLength(WEBHOOK_URL_LENGTH)
  url?: string;

  /** What to tell from now on. */
  @MayBeAbsent()
  @IsArray()
  @ArrayNotEmpty()
  @ArrayUnique()
  @IsIn(WEBHOOK_EVENT_TYPES, { each: true })
  events?: WebhookEventType[];

  /** `true`: send nothing more, and keep no new events for it. `false`: send again, also what still waits. */
  @MayBeAbsent()
  @IsBoolean()
  disabled?: boolean;
}

/** The query of the attempts of an endpoint. */
export class ListWebhookAttemptsQuery {
  /**
   * How many of the newest; 50 when absent.
   * @example 20
   */
  @MayBeAbsent()
  @QueryNumber()
  @IsInt()
  @Min(1)
  @Max(200)
  limit?: number;
}

/** Why nothing is sent to an endpoint. */
export const WEBHOOK_DISABLED_REASONS = ['by_hand', 'failing', 'gone'] as const;

/** One of {@link WEBHOOK_DISABLED_REASONS}. */
export type WebhookDisabledReason = (typeof WEBHOOK_DISABLED_REASONS)[number];

/** An address that is told what happens. */
@OpenObject()
export class WebhookEndpoint {
  /**
   * Its id (UUID).
   * @example "7d9f0f5e-4a53-4bb0-9d0c-3c2f2b1c9a10"
   */
  @IsString()
  id: string;

  /** Where events are sent. */
  @IsString()
  url: string;

  /** What it is told. */
  @IsArray()
  @IsIn(WEBHOOK_EVENT_TYPES, { each: true })
  events: WebhookEventType[];

  /** Since when nothing is sent to it (UTC); `null`: it is in use. */
  @MayBeNull()
  @IsTime()
  disabled_at: string | null;

  /** Why nothing is sent: switched off, failing for days, or it answered 410 Gone; `null`: it is in use. */
  @MayBeNull()
  @IsIn(WEBHOOK_DISABLED_REASONS)
  disabled_reason: WebhookDisabledReason | null;

  /** Since when every attempt has failed (UTC); `null`: the last one went well. */
  @MayBeNull()
  @IsTime()
  failing_since: string | null;

  /** Until when the secret before the last rotation signs too (UTC); `null`: only one secret signs. */
  @MayBeNull()
  @IsTime()
  previous_secret_until: string | null;

  /** When it was made (UTC). */
  @IsTime()
  created_at: string;
}

/** An endpoint with its new secret, which is shown this once. */
@OpenObject()
export class WebhookEndpointWithSecret extends WebhookEndpoint {
  /** What signatures are checked with, for any library of the Standard Webhooks: `whsec_…`. */
  @IsString()
  secret: string;
}

/** One endpoint. */
@OpenObject()
export class WebhookEndpointResponse {
  /** Always `success`. */
  @IsIn(['success'])
  status: 'success';

  /** The endpoint. */
  @IsObject()
  @ValidateNested()
  @Type(() => WebhookEndpoint)
  data: WebhookEndpoint;
}

/** One endpoint and its new secret. */
@OpenObject()
export class WebhookEndpointSecretResponse {
  /** Always `success`. */
  @IsIn(['success'])
  status: 'success';

  /** The endpoint. */
  @IsObject()
  @ValidateNested()
  @Type(() => WebhookEndpointWithSecret)
  data: WebhookEndpointWithSecret;
}

/** The endpoints of an account. */
@OpenObject()
export class WebhookEndpointList {
  /** Oldest first; there are few, so there is one page. */
  @IsArray()
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => WebhookEndpoint)
  results: WebhookEndpoint[];
}

/** A list of endpoints. */
@OpenObject()
export class ListWebhookEndpointsResponse {
  /** Always `success`. */
  @IsIn(['success'])
  status: 'success';

  /** The endpoints. */
  @IsObject()
  @ValidateNested()
  @Type(() => WebhookEndpointList)
  data: WebhookEndpointList;
}

/** An event on its way to an endpoint. */
@OpenObject()
export class WebhookMessage {
  /** Its id: what the header `webhook-id` says, the same in every attempt. */
  @IsString()
  message_id: string;
}

/** A test event was queued. */
@OpenObject()
export class WebhookMessageResponse {
  /** Always `success`. */
  @IsIn(['success'])
  status: 'success';

  /** The event. */
  @IsObject()
  @ValidateNested()
  @Type(() => WebhookMessage)
  data: WebhookMessage;
}

/** One POST of an event to an endpoint. */
@OpenObject()
export class WebhookAttempt {
  /** The event: what the header `webhook-id` said. */
  @IsString()
  message_id: string;

  /** The type of the event. */
  @IsString()
  type: string;

  /** 1, 2, 3 … per event. */
  @IsInt()
  number: number;

  /** When it was sent (UTC). */
  @IsTime()
  started_at: string;

  /** How long it took, in milliseconds. */
  @IsInt()
  duration_ms: number;

  /** Whether the endpoint answered 2xx. */
  @IsBoolean()
  succeeded: boolean;

  /** HTTP status of its answer; `null`: there was none. */
  @MayBeNull()
  @IsInt()
  http_status: number | null;

  /** Why it did not succeed; `null`: it did. */
  @MayBeNull()
  @IsString()
  error: string | null;

  /** When the event is sent again (UTC); `null`: it is not. */
  @MayBeNull()
  @IsTime()
  next_attempt_at: string | null;
}

/** What was sent to an endpoint lately. */
@OpenObject()
export class WebhookAttemptList {
  /** Newest first. */
  @IsArray()
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => WebhookAttempt)
  results: WebhookAttempt[];
}

/** A list of attempts. */
@OpenObject()
export class ListWebhookAttemptsResponse {
  /** Always `success`. */
  @IsIn(['success'])
  status: 'success';

  /** The attempts. */
  @IsObject()
  @ValidateNested()
  @Type(() => WebhookAttemptList)
  data: WebhookAttemptList;
}
