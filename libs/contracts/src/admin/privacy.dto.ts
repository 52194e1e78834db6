import { Transform, Type } from 'class-transformer';
import {
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from '#class-validator';
import { LIMITS } from '../result-links/limits.js';
import { OpenObject } from '../validation/open-object.js';
import { QueryNumber } from '../validation/query-number.js';
import {
  IsTime,
  MayBeAbsent,
  MayBeNull,
  PLAIN_TEXT_MESSAGE,
  PLAIN_TEXT_PATTERN,
} from '../validation/rules.js';

/** Whom to forget: exactly one of `candidate_id` and `application_id`. */
export class EraseTargetRequest {
  /** The candidate, by Kombo ID. */
  @MayBeAbsent()
  @IsString()
  @Matches(PLAIN_TEXT_PATTERN, { message: PLAIN_TEXT_MESSAGE })
  @MaxLength(LIMITS.idLength)
  candidate_id?: string;

  /** The application, by Kombo ID. */
  @MayBeAbsent()
  @IsString()
  @Matches(PLAIN_TEXT_PATTERN, { message: PLAIN_TEXT_MESSAGE })
  @MaxLength(LIMITS.idLength)
  application_id?: string;

  /** Only of this integration; of all when absent. */
  @MayBeAbsent()
  @IsString()
  @Matches(PLAIN_TEXT_PATTERN, { message: PLAIN_TEXT_MESSAGE })
  @MaxLength(LIMITS.idLength)
  integration_id?: string;

  /** Only of this account; of all when absent. */
  @MayBeAbsent()
  @IsString()
  @Matches(PLAIN_TEXT_PATTERN, { message: PLAIN_TEXT_MESSAGE })
  @MaxLength(LIMITS.idLength)
  account_id?: string;
}

/** The record of an erasure. It does not say whom it was about. */
@OpenObject()
export class Erasure {
  /** Id of the record. What is left of the deliveries has `erased:<id>` in place of the target's id. */
  @IsString()
  id: string;

  /** What kind of target it was. */
  @IsIn(['candidate', 'application'])
  target_type: 'candidate' | 'application';

  /** The account it was confined to; `null`: none. */
  @MayBeNull()
  @IsString()
  account_id: string | null;

  /** The integration it was confined to; `null`: none. */
  @MayBeNull()
  @IsString()
  integration_id: string | null;

  /** When (RFC 3339). */
  @IsTime()
  erased_at: string;

  /** Deliveries that were erased. */
  @IsInt()
  deliveries: number;

  /** How many of them were still waiting, and are cancelled now. */
  @IsInt()
  cancelled: number;

  /** For how many of them a write was under way: those links may still reach the ATS. */
  @IsInt()
  in_flight: number;
}

/** An erasure. */
@OpenObject()
export class ErasureResponse {
  /** Always `success`. */
  @IsIn(['success'])
  status: 'success';

  /** The record of it. */
  @IsObject()
  @ValidateNested()
  @Type(() => Erasure)
  data: Erasure;
}

/** Erasures. */
@OpenObject()
export class ErasureList {
  /** Newest first, at most 1,000. */
  @IsArray()
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => Erasure)
  results: Erasure[];
}

/** A list of erasures. */
@OpenObject()
export class ListErasuresResponse {
  /** Always `success`. */
  @IsIn(['success'])
  status: 'success';

  /** The records. */
  @IsObject()
  @ValidateNested()
  @Type(() => ErasureList)
  data: ErasureList;
}

/** What an audit is about; filters that are absent match all. */
export class AuditQuery {
  /**
   * Of this account.
   * @example "acme-eu"
   */
  @MayBeAbsent()
  @IsString()
  @Matches(PLAIN_TEXT_PATTERN, { message: PLAIN_TEXT_MESSAGE })
  @MaxLength(LIMITS.idLength)
  account_id?: string;

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

  /**
   * Go on after the delivery of this id: `next` of the last line of the answer before.
   * @example "019ab3c4-5d6e-7f80-9a1b-2c3d4e5f6071"
   */
  @MayBeAbsent()
  @IsUUID()
  after?: string;

  /**
   * At most so many deliveries; all of them when absent.
   * @example 1000
   */
  @MayBeAbsent()
  @QueryNumber()
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  limit?: number;

  /**
   * `true`: with label, URL and details, as far as they were not erased.
   * @example true
   */
  @MayBeAbsent()
  @Transform(({ value }) => (value === 'true' ? true : value === 'false' ? false : value))
  @IsBoolean()
  include_bodies?: boolean;
}

/** The last line of an audit. When it is missing, the answer was cut off on its way. */
@OpenObject()
export class AuditEnd {
  /** Always `end`. */
  @IsIn(['end'])
  type: 'end';

  /** Deliveries told of. */
  @IsInt()
  deliveries: number;

  /** The `after` of the next request, when `limit` ended this one; `null`: that was all. */
  @MayBeNull()
  @IsString()
  next: string | null;
}
