import { Type } from 'class-transformer';
import {
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsString,
  Matches,
  MaxLength,
  ValidateNested,
} from '#class-validator';
import { ResultLinkErrorDetails } from '../kombo/responses.dto.js';
import {
  PostAtsApplicationsApplicationIDResultLinksRequest,
  PostAtsCandidatesCandidateIDResultLinksRequest,
} from '../result-links/result-link-request.dto.js';
import { OpenObject } from '../validation/open-object.js';
import { IDEMPOTENCY_KEY_PATTERN, MayBeAbsent } from '../validation/rules.js';
import { Delivery } from './delivery.dto.js';

/** Longest idempotency key, in characters; the same as for the header `Idempotency-Key`. */
const KEY_LENGTH = 255;
const KEY_MESSAGE =
  '$property must be printable ASCII characters without a space at either end, e.g. a UUID';

/** One line of a batch: a result link for a candidate. */
export class CandidateBatchLine extends PostAtsCandidatesCandidateIDResultLinksRequest {
  /**
   * Names the request within its integration, as the header `Idempotency-Key` does for a single one; without it
   * the content is the key.
   * @example "6f1c2f0e-2c53-4a57-9a55-0d6b8f2f0f7e"
   */
  @MayBeAbsent()
  @IsString()
  @Matches(IDEMPOTENCY_KEY_PATTERN, { message: KEY_MESSAGE })
  @MaxLength(KEY_LENGTH)
  idempotency_key?: string;
}

/** One line of a batch: a result link for an application. */
export class ApplicationBatchLine extends PostAtsApplicationsApplicationIDResultLinksRequest {
  /**
   * Names the request within its integration, as the header `Idempotency-Key` does for a single one; without it
   * the content is the key.
   * @example "6f1c2f0e-2c53-4a57-9a55-0d6b8f2f0f7e"
   */
  @MayBeAbsent()
  @IsString()
  @Matches(IDEMPOTENCY_KEY_PATTERN, { message: KEY_MESSAGE })
  @MaxLength(KEY_LENGTH)
  idempotency_key?: string;
}

/** What can come of a line. */
export const BATCH_LINE_STATUSES = ['accepted', 'replayed', 'refused'] as const;

/** One of {@link BATCH_LINE_STATUSES}. */
export type BatchLineStatus = (typeof BATCH_LINE_STATUSES)[number];

/** What came of one line of a batch. The answers come in the order of the lines. */
@OpenObject()
export class BatchLineAnswer {
  /** Which line of the request, from 0. Blank lines have a number too, but no answer. */
  @IsInt()
  index: number;

  /**
   * `accepted`: kept as a new delivery. `replayed`: the same request was accepted before, this is its
   * delivery. `refused`: nothing was kept, see `error`.
   */
  @IsIn(BATCH_LINE_STATUSES)
  status: BatchLineStatus;

  /** Where it stands; absent when the line was refused. */
  @MayBeAbsent()
  @IsObject()
  @ValidateNested()
  @Type(() => Delivery)
  delivery?: Delivery;

  /** Why the line was refused; absent otherwise. */
  @MayBeAbsent()
  @IsObject()
  @ValidateNested()
  @Type(() => ResultLinkErrorDetails)
  error?: ResultLinkErrorDetails;
}

/** The last line of the answer to a batch. When it is missing, the answer was cut off on its way. */
@OpenObject()
export class BatchEnd {
  /** Always `end`. */
  @IsIn(['end'])
  status: 'end';

  /** Whether the request was read to its end and every line was answered. */
  @IsBoolean()
  is_complete: boolean;

  /** Lines answered with `accepted`. */
  @IsInt()
  accepted: number;

  /** Lines answered with `replayed`. */
  @IsInt()
  replayed: number;

  /** Lines answered with `refused`. */
  @IsInt()
  refused: number;

  /** Why the request was not read to its end; absent when it was. */
  @MayBeAbsent()
  @IsObject()
  @ValidateNested()
  @Type(() => ResultLinkErrorDetails)
  error?: ResultLinkErrorDetails;
}
