import { Type } from 'class-transformer';
import { IsArray, IsIn, IsObject, IsString, ValidateNested } from '#class-validator';
import { OpenObject } from '../validation/open-object.js';
import { MayBeAbsent, MayBeNull } from '../validation/rules.js';
import { KOMBO_ERROR_CODES, type KomboErrorCode } from './error-codes.js';
import { ERROR_REASONS, type ErrorReason } from './error-reasons.js';

/** Something worth knowing about a write that succeeded all the same. Kombo recommends logging them. */
@OpenObject()
export class ResultLinkWarning {
  /** What Kombo has to say. */
  @IsString()
  message: string;
}

/** Always empty: Kombo does not tell the id of the link it created, and it cannot be read back. */
@OpenObject()
export class ResultLinkWritten {}

/** The result link was written. Source: Kombo OpenAPI document, 2026-05-02. */
@OpenObject()
export class PostAtsCandidatesCandidateIDResultLinksPositiveResponse {
  /** Always `success`. */
  @IsIn(['success'])
  status: 'success';

  /** Always an empty object. */
  @IsObject()
  data: ResultLinkWritten;

  /** Absent in older captures of Kombo's API; this product always sends it. */
  @MayBeAbsent()
  @IsArray()
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => ResultLinkWarning)
  warnings: ResultLinkWarning[];
}

/** The answer is the same for candidates and applications. */
export { PostAtsCandidatesCandidateIDResultLinksPositiveResponse as PostAtsApplicationsApplicationIDResultLinksPositiveResponse };

/** One broken rule of a request. */
export class FieldError {
  /**
   * Dotted path of the field, from the request: `request_body.details.attributes[3].value`.
   * Empty when the request as a whole is at fault.
   * @example "request_body.url"
   */
  @IsString()
  path: string;

  /**
   * Stable name of the rule: class-validator's, or `required`, `unknownKey`, `forbiddenKey`, `tooDeep`.
   * @example "isHttpUrl"
   */
  @IsString()
  code: string;

  /** The rule in words, with the way out. Never repeats the value. */
  @IsString()
  message: string;
}

/** What went wrong. Branch on `code`; on the HTTP status only when it is `null`. */
@OpenObject()
export class ResultLinkErrorDetails {
  /** One of Kombo's codes, or `null` where none fits. */
  @MayBeNull()
  @IsIn(KOMBO_ERROR_CODES)
  code: KomboErrorCode | null;

  /** Short label of the kind of error; the same for every occurrence. */
  @MayBeNull()
  @IsString()
  title: string | null;

  /** What happened this time and what to do about it. */
  @IsString()
  message: string;

  /** Page in Kombo's dashboard that shows this interaction. */
  @MayBeNull()
  @IsString()
  log_url: string | null;

  /**
   * This product's own, finer code; absent in answers that come from Kombo itself.
   * @example "request_invalid"
   */
  @MayBeAbsent()
  @IsIn(ERROR_REASONS)
  reason?: ErrorReason;

  /** Every broken rule of an invalid request. */
  @MayBeAbsent()
  @IsArray()
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => FieldError)
  fields?: FieldError[];
}

/** Every error has this shape, whatever its HTTP status. Source: Kombo OpenAPI document, 2026-05-02; `reason` and `fields` are ours. */
@OpenObject()
export class ResultLinkErrorResponse {
  /** Always `error`. */
  @IsIn(['error'])
  status: 'error';

  /** What went wrong. */
  @IsObject()
  @ValidateNested()
  @Type(() => ResultLinkErrorDetails)
  error: ResultLinkErrorDetails;
}
