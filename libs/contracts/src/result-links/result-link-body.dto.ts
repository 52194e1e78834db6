import { Type } from 'class-transformer';
import { ValidateNested } from '#class-validator';
import { ArrayMaxSize, IsArray, IsNotEmpty, IsObject, IsString, MaxLength } from '#decorators';
import { IsHttpUrl, MayBeAbsent } from '../validation/rules.js';
import { LIMITS } from './limits.js';
import { ResultLinkRemoteFields } from './remote-fields.dto.js';

/** One value shown with the result, e.g. `Score` = `100%`. */
export class ResultLinkAttribute {
  /**
   * Name of the value. Keep it short: it becomes a field name in the ATS.
   * @example "Score"
   */
  @IsString()
  @IsNotEmpty()
  @MaxLength(LIMITS.keyLength)
  key: string;

  /**
   * The value as text, also when it is a number: `"100%"`, never `100`.
   * @example "100%"
   */
  @IsString()
  @MaxLength(LIMITS.valueLength)
  value: string;
}

/** Values written beside the link: scores, percentages, short texts. */
export class ResultLinkDetails {
  /**
   * Put before every attribute name where an ATS stores attributes as custom fields: `Acme:` and
   * `Score` give the field `Acme: Score`. Your company or product name is a good choice.
   * @example "Acme:"
   */
  @IsString()
  @IsNotEmpty()
  @MaxLength(LIMITS.keyLength)
  custom_field_name_prefix: string;

  /** The values; may be empty. */
  @IsArray()
  @ArrayMaxSize(LIMITS.attributeCount)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => ResultLinkAttribute)
  attributes: ResultLinkAttribute[];
}

/** The result link itself: what is written to the candidate or the application. */
export class PostAtsCandidatesCandidateIDResultLinksRequestBody {
  /**
   * Text of the link, in those ATSs that can show one.
   * @example "Assessment result"
   */
  @IsString()
  @IsNotEmpty()
  @MaxLength(LIMITS.labelLength)
  label: string;

  /**
   * The link: an absolute `http:` or `https:` URL without user name or password.
   * @example "https://assessments.example.com/results/42"
   */
  @IsString()
  @IsHttpUrl()
  @MaxLength(LIMITS.urlLength)
  url: string;

  /** Values written beside the link. */
  @MayBeAbsent()
  @IsObject()
  @ValidateNested()
  @Type(() => ResultLinkDetails)
  details?: ResultLinkDetails;

  /** Values passed through to one ATS. */
  @MayBeAbsent()
  @IsObject()
  @ValidateNested()
  @Type(() => ResultLinkRemoteFields)
  remote_fields?: ResultLinkRemoteFields;
}

/** The body is the same for candidates and applications. Source: Kombo OpenAPI document, 2026-05-02. */
export { PostAtsCandidatesCandidateIDResultLinksRequestBody as PostAtsApplicationsApplicationIDResultLinksRequestBody };
