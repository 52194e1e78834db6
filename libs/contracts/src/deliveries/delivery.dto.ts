import { Type } from 'class-transformer';
import { IsArray, IsIn, IsInt, IsObject, IsString, ValidateNested } from '#class-validator';
import { ResultLinkWarning } from '../kombo/responses.dto.js';
import { OpenObject } from '../validation/open-object.js';
import { IsTime, MayBeNull } from '../validation/rules.js';

/** The states of a delivery; the table of moves between them is in `libs/delivery`. */
export const DELIVERY_STATE_NAMES = [
  'queued',
  'delivering',
  'retrying',
  'parked',
  'unknown',
  'failed',
  'cancelled',
  'delivered',
] as const;

/** One of {@link DELIVERY_STATE_NAMES}. */
export type DeliveryStateName = (typeof DELIVERY_STATE_NAMES)[number];

/** What an attempt can come to. */
export const ATTEMPT_OUTCOMES = [
  'delivered',
  'rejected',
  'throttled',
  'unavailable',
  'integration_broken',
  'account_broken',
  'unknown',
] as const;

/** One of {@link ATTEMPT_OUTCOMES}. */
export type AttemptOutcome = (typeof ATTEMPT_OUTCOMES)[number];

/** What a result link is written to. */
@OpenObject()
export class DeliveryTarget {
  /** Which of the two. */
  @IsIn(['candidate', 'application'])
  type: 'candidate' | 'application';

  /**
   * Its Kombo ID.
   * @example "3kPq8TnVwXyZ5bRdHjMcLfGs"
   */
  @IsString()
  id: string;
}

/** Why a result link was not written, as Kombo (or the network) put it. */
@OpenObject()
export class DeliveryFailure {
  /** Kombo's error code, also one that is newer than this list; `null`: none was given. */
  @MayBeNull()
  @IsString()
  code: string | null;

  /** HTTP status of Kombo's answer; `null`: there was no answer. */
  @MayBeNull()
  @IsInt()
  http_status: number | null;

  /** Short label of the kind of error. */
  @MayBeNull()
  @IsString()
  title: string | null;

  /** What happened. */
  @MayBeNull()
  @IsString()
  message: string | null;

  /** Page in Kombo's dashboard that shows the interaction. */
  @MayBeNull()
  @IsString()
  log_url: string | null;

  /** What to do about it, in one sentence. */
  @MayBeNull()
  @IsString()
  advice: string | null;
}

/** One accepted result link on its way to one target. */
@OpenObject()
export class Delivery {
  /**
   * Its id: a UUID that sorts by the time of acceptance.
   * @example "019ab3c4-5d6e-7f80-9a1b-2c3d4e5f6071"
   */
  @IsString()
  id: string;

  /** Where it stands. */
  @IsIn(DELIVERY_STATE_NAMES)
  state: DeliveryStateName;

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

  /** Attempts started so far. */
  @IsInt()
  attempt_count: number;

  /** When the next attempt is due (UTC); `null` unless the state is `queued` or `retrying`. */
  @MayBeNull()
  @IsTime()
  next_attempt_at: string | null;

  /** What the newest finished attempt came to; `null` before the first. */
  @MayBeNull()
  @IsIn(ATTEMPT_OUTCOMES)
  last_outcome: AttemptOutcome | null;

  /** Why it is not delivered (yet); `null` when there is nothing to say. */
  @MayBeNull()
  @IsObject()
  @ValidateNested()
  @Type(() => DeliveryFailure)
  failure: DeliveryFailure | null;

  /** What Kombo had to say about the write. */
  @IsArray()
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => ResultLinkWarning)
  warnings: ResultLinkWarning[];

  /** The caller's key; `null`: none was sent. */
  @MayBeNull()
  @IsString()
  idempotency_key: string | null;

  /** When it was accepted (UTC). */
  @IsTime()
  accepted_at: string;

  /** When it last changed (UTC). */
  @IsTime()
  updated_at: string;
}

/** One call to Kombo for a delivery. */
@OpenObject()
export class DeliveryAttempt {
  /** 1, 2, 3 … */
  @IsInt()
  number: number;

  /** When it was started (UTC). */
  @IsTime()
  started_at: string;

  /** When it ended (UTC); `null`: it is under way. */
  @MayBeNull()
  @IsTime()
  finished_at: string | null;

  /** What it came to; `null`: it is under way. */
  @MayBeNull()
  @IsIn(ATTEMPT_OUTCOMES)
  outcome: AttemptOutcome | null;

  /** Whether the request may have reached Kombo; `null`: it is under way. */
  @MayBeNull()
  @IsIn(['no', 'yes', 'maybe'])
  request_sent: 'no' | 'yes' | 'maybe' | null;

  /** Why it did not succeed; `null`: it did, or is under way. */
  @MayBeNull()
  @IsObject()
  @ValidateNested()
  @Type(() => DeliveryFailure)
  failure: DeliveryFailure | null;
}

/** A delivery with its history. */
@OpenObject()
export class DeliveryWithAttempts extends Delivery {
  /** All attempts, oldest first. */
  @IsArray()
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => DeliveryAttempt)
  attempts: DeliveryAttempt[];
}
