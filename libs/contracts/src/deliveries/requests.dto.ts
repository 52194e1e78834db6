import { Transform } from 'class-transformer';
import {
  ArrayMaxSize,
  IsBoolean,
  IsIn,
  IsInt,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
} from '#class-validator';
import { LIMITS } from '../result-links/limits.js';
import { QueryNumber } from '../validation/query-number.js';
import {
  IsTime,
  MayBeAbsent,
  PLAIN_TEXT_MESSAGE,
  PLAIN_TEXT_PATTERN,
  UUID_PATTERN,
} from '../validation/rules.js';
import { DELIVERY_STATE_NAMES, type DeliveryStateName } from './delivery.dto.js';

/** Ids that one filter may name; as many as the largest page. */
export const IDS_PER_FILTER = 200;

/** Which deliveries. Filters that are absent match all; those that are given must all match. */
export class DeliveryFilter {
  /**
   * One of these, by delivery id (at most 200); in a query string repeated or separated by commas.
   * @example ["019ab3c4-5d6e-7f80-9a1b-2c3d4e5f6071"]
   */
  @MayBeAbsent()
  @Transform(({ value }) => asList(value))
  @ArrayMaxSize(IDS_PER_FILTER)
  @Matches(UUID_PATTERN, { each: true, message: 'each value in $property must be a UUID' })
  id?: string[];

  /**
   * In one of these states; in a query string repeated or separated by commas.
   * @example ["failed", "unknown"]
   */
  @MayBeAbsent()
  @Transform(({ value }) => asList(value))
  @IsIn(DELIVERY_STATE_NAMES, { each: true })
  state?: DeliveryStateName[];

  /**
   * To this integration.
   * @example "workday:HWUTwvyx2wLoSUHphiWVrp28"
   */
  @MayBeAbsent()
  @IsString()
  @Matches(PLAIN_TEXT_PATTERN, { message: PLAIN_TEXT_MESSAGE })
  @MaxLength(LIMITS.idLength)
  integration_id?: string;

  /**
   * To this candidate, by Kombo ID.
   * @example "3kPq8TnVwXyZ5bRdHjMcLfGs"
   */
  @MayBeAbsent()
  @IsString()
  @Matches(PLAIN_TEXT_PATTERN, { message: PLAIN_TEXT_MESSAGE })
  @MaxLength(LIMITS.idLength)
  candidate_id?: string;

  /**
   * To this application, by Kombo ID.
   * @example "5uVwRtNmKjHgFdSaZxCvBnMq"
   */
  @MayBeAbsent()
  @IsString()
  @Matches(PLAIN_TEXT_PATTERN, { message: PLAIN_TEXT_MESSAGE })
  @MaxLength(LIMITS.idLength)
  application_id?: string;

  /**
   * Whose newest attempt ended with this error code of Kombo.
   * @example "REMOTE.INPUT_INVALID"
   */
  @MayBeAbsent()
  @IsString()
  @Matches(PLAIN_TEXT_PATTERN, { message: PLAIN_TEXT_MESSAGE })
  @MaxLength(LIMITS.idLength)
  error_code?: string;

  /**
   * Accepted at this time or later (RFC 3339).
   * @example "2026-11-23T00:00:00Z"
   */
  @MayBeAbsent()
  @IsTime()
  accepted_after?: string;

  /**
   * Accepted before this time (RFC 3339).
   * @example "2026-11-24T00:00:00Z"
   */
  @MayBeAbsent()
  @IsTime()
  accepted_before?: string;
}

/** The query of a list of deliveries. */
export class ListDeliveriesQuery extends DeliveryFilter {
  /**
   * Where to go on: `data.next` of the page before.
   * @example "MDE5YWIzYzQtNWQ2ZS03ZjgwLTlhMWItMmMzZDRlNWY2MDcx"
   */
  @MayBeAbsent()
  @IsString()
  @Matches(PLAIN_TEXT_PATTERN, { message: PLAIN_TEXT_MESSAGE })
  @MaxLength(LIMITS.idLength)
  cursor?: string;

  /**
   * Deliveries per page; 50 when absent.
   * @example 100
   */
  @MayBeAbsent()
  @QueryNumber()
  @IsInt()
  @Min(1)
  @Max(200)
  limit?: number;
}

/** Sends all matching deliveries again, as far as their state allows it. */
export class RetryDeliveriesRequest extends DeliveryFilter {
  /** Only say how many it would be. */
  @MayBeAbsent()
  @IsBoolean()
  dry_run?: boolean;
}

/** What a human found out about a delivery whose outcome was unknown. */
export class ResolveDeliveryRequest {
  /** `delivered`: the link is in the ATS. `not_delivered`: it is not, and is sent again. */
  @IsIn(['delivered', 'not_delivered'])
  outcome: 'delivered' | 'not_delivered';
}

function asList(value: unknown): unknown {
  const items = Array.isArray(value) ? value : [value];
  return items.flatMap((item) => (typeof item === 'string' ? item.split(',') : [item]));
}
