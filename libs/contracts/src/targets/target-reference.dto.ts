import { Type } from 'class-transformer';
import { ArrayMinSize, IsIn, ValidateNested } from '#class-validator';
import { ArrayMaxSize, IsArray, IsObject, IsString, Matches, MaxLength } from '#decorators';
import { LIMITS } from '../result-links/limits.js';
import {
  HEADER_VALUE_PATTERN,
  LIST_ITEM_PATTERN,
  MayBeAbsent,
  PATH_SEGMENT_PATTERN,
  PLAIN_TEXT_PATTERN,
} from '../validation/rules.js';

/**
 * Rules that choose among several applications. They are asked only where several are left; when a
 * rule leaves none or more than one, the answer stays `ambiguous`.
 *
 * - `newest-pending-application`: the one of outcome PENDING that was made last
 * - `only-pending-application`: the one of outcome PENDING, when there is just one
 * - `newest-application`: the one that was made last, whatever its outcome
 */
export const TARGET_PREFERENCES = [
  'newest-pending-application',
  'only-pending-application',
  'newest-application',
] as const;

/** One of {@link TARGET_PREFERENCES}. */
export type TargetPreference = (typeof TARGET_PREFERENCES)[number];

/** References that one request of `POST /v1/targets:resolve` may hold; as many as a page of Kombo. */
export const MAX_TARGET_REFERENCES = 250;

/** Something before and after one `@`; the rest is for Kombo to judge. */
const EMAIL_PATTERN = /^[^\s@]+@[^\s@]+$/u;

/** The longest address that mail can be sent to (RFC 5321, 4.5.3.1: 64 + 1 + 255). */
const EMAIL_LENGTH = 320;

const HEADER_VALUE_MESSAGE =
  '$property must be visible ASCII characters without spaces, e.g. workday:HWUTwvyx2wLoSUHphiWVrp28';
const PATH_SEGMENT_MESSAGE =
  '$property must be a Kombo id: not blank, not "." or "..", no control characters';
const LIST_ITEM_MESSAGE =
  '$property must be a text without commas (Kombo would take it for several ids) and control characters';

/**
 * Whom a result link is for, as far as the sender knows. Exactly one of `candidate_id`,
 * `application_id`, `remote_id` and `email` must be given; `validateTargetReference` checks that too.
 */
export class TargetReference {
  /**
   * ID of the integration to look in.
   * @example "workday:HWUTwvyx2wLoSUHphiWVrp28"
   */
  @IsString()
  @Matches(HEADER_VALUE_PATTERN, { message: HEADER_VALUE_MESSAGE })
  @MaxLength(LIMITS.idLength)
  x_integration_id: string;

  /** Kombo ID of the candidate. Taken as it is, unless `job` or `target_type` ask for more. */
  @MayBeAbsent()
  @IsString()
  @Matches(PATH_SEGMENT_PATTERN, { message: PATH_SEGMENT_MESSAGE })
  @Matches(LIST_ITEM_PATTERN, { message: LIST_ITEM_MESSAGE })
  @MaxLength(LIMITS.idLength)
  candidate_id?: string;

  /** Kombo ID of the application. Taken as it is, unless `job` or `target_type` ask for more. */
  @MayBeAbsent()
  @IsString()
  @Matches(PATH_SEGMENT_PATTERN, { message: PATH_SEGMENT_MESSAGE })
  @Matches(LIST_ITEM_PATTERN, { message: LIST_ITEM_MESSAGE })
  @MaxLength(LIMITS.idLength)
  application_id?: string;

  /** ID in the ATS, of a candidate or of an application: see `remote_id_of`. */
  @MayBeAbsent()
  @IsString()
  @Matches(LIST_ITEM_PATTERN, { message: LIST_ITEM_MESSAGE })
  @MaxLength(LIMITS.idLength)
  remote_id?: string;

  /** What `remote_id` is the ID of. When absent both are looked for, and what is found counts together. */
  @MayBeAbsent()
  @IsIn(['candidate', 'application'])
  remote_id_of?: 'candidate' | 'application';

  /**
   * Email address of the candidate; the whole of it, in upper or lower case.
   * @example "ada.lovelace@example.com"
   */
  @MayBeAbsent()
  @IsString()
  @Matches(EMAIL_PATTERN, {
    message: '$property must be one email address, e.g. ada.lovelace@example.com',
  })
  @MaxLength(EMAIL_LENGTH)
  email?: string;

  /** ID of the job that was applied to: Kombo's or the ATS's own. Only applications to it count. */
  @MayBeAbsent()
  @IsString()
  @Matches(PLAIN_TEXT_PATTERN, {
    message: '$property must be a text without control characters, and not empty',
  })
  @MaxLength(LIMITS.idLength)
  job?: string;

  /**
   * What to write to. When absent: the application when there is exactly one (the endpoint that Kombo
   * recommends), the candidate when there is none. `candidate`: the candidate, whatever they applied
   * to. `application`: never the candidate.
   */
  @MayBeAbsent()
  @IsIn(['candidate', 'application'])
  target_type?: 'candidate' | 'application';

  /** Rule that chooses among several applications. When absent, several are `ambiguous`. */
  @MayBeAbsent()
  @IsIn(TARGET_PREFERENCES)
  prefer?: TargetPreference;
}

/** Asks for the targets of many references at once; they may be of several integrations. */
export class ResolveTargetsRequest {
  /** Whom to find, up to 250. */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_TARGET_REFERENCES)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => TargetReference)
  references: TargetReference[];
}
