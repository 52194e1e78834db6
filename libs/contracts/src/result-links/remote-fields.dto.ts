import { Type } from 'class-transformer';
import { IsBoolean, IsIn, ValidateNested } from '#class-validator';
import { IsNotEmpty, IsObject, IsString } from '#decorators';
import { OpenObject } from '../validation/open-object.js';
import { MayBeAbsent, MayBeNull } from '../validation/rules.js';

/**
 * Document categories that Oracle Recruiting knows for the link.
 * Source: Kombo OpenAPI document, 2026-05-02.
 */
export const ORACLE_DOCUMENT_CATEGORIES = [
  'IRC_CANDIDATE_RESUME',
  'IRC_CANDIDATE_COVERLETTER',
  'MISC',
  'IRC_INTERNAL',
] as const;

/** One of {@link ORACLE_DOCUMENT_CATEGORIES}. */
export type OracleDocumentCategory = (typeof ORACLE_DOCUMENT_CATEGORIES)[number];

/** What only iCIMS understands. */
@OpenObject()
export class IcimsRemoteFields {
  /** ID of the assessment package in iCIMS that the result link is attached to. */
  @MayBeAbsent()
  @IsString()
  assessment_package_id?: string;
}

/** What only Oracle Recruiting understands. */
@OpenObject()
export class OracleRemoteFields {
  /** Document category the link is filed under; Kombo uses `MISC` when it is absent. */
  @MayBeAbsent()
  @IsIn(ORACLE_DOCUMENT_CATEGORIES)
  override_document_category?: OracleDocumentCategory;

  /** Whether the link is posted to every current application of the candidate. */
  @MayBeAbsent()
  @IsBoolean()
  multi_post_to_all_current_applications?: boolean;
}

/** Headers that Kombo passes on in its own `POST` requests to Greenhouse. */
@OpenObject()
export class GreenhousePostHeaders {
  /**
   * ID of the Greenhouse user who is shown as having added the link.
   * Kombo passes a user of its own choice when it is absent.
   */
  @MayBeNull()
  @IsString()
  'On-Behalf-Of'?: string | null;
}

/** What only Greenhouse understands. */
@OpenObject()
export class GreenhouseRemoteFields {
  /** Headers for the requests to Greenhouse. */
  @MayBeAbsent()
  @IsObject()
  @ValidateNested()
  @Type(() => GreenhousePostHeaders)
  post_headers?: GreenhousePostHeaders;
}

/** What only Workable understands. */
@OpenObject()
export class WorkableRemoteFields {
  /** Remote ID of the Workable user who is shown as having added the link. */
  @MayBeAbsent()
  @IsString()
  on_behalf_of_user_remote_id?: string;
}

/** What only Talent360 understands. Source: Kombo Ruby SDK 1.2.8, 2026-08-13; in no other document yet. */
@OpenObject()
export class Talent360RemoteFields {
  /** ID of the Talent360 user the note is attributed to; Talent360 requires one. */
  @IsString()
  @IsNotEmpty()
  user_id: string;
}

/**
 * Values passed through to one ATS, by ATS.
 * The set grows between Kombo releases, so unknown keys are kept and forwarded untouched, at every level.
 */
@OpenObject()
export class ResultLinkRemoteFields {
  /** Only for iCIMS. */
  @MayBeAbsent()
  @IsObject()
  @ValidateNested()
  @Type(() => IcimsRemoteFields)
  icims?: IcimsRemoteFields;

  /** Only for Oracle Recruiting (the key is `oracle`, though Kombo's tool slug is `oraclerecruiting`). */
  @MayBeAbsent()
  @IsObject()
  @ValidateNested()
  @Type(() => OracleRemoteFields)
  oracle?: OracleRemoteFields;

  /** Only for Greenhouse. */
  @MayBeAbsent()
  @IsObject()
  @ValidateNested()
  @Type(() => GreenhouseRemoteFields)
  greenhouse?: GreenhouseRemoteFields;

  /** Only for Workable. */
  @MayBeAbsent()
  @IsObject()
  @ValidateNested()
  @Type(() => WorkableRemoteFields)
  workable?: WorkableRemoteFields;

  /** Only for Talent360. */
  @MayBeAbsent()
  @IsObject()
  @ValidateNested()
  @Type(() => Talent360RemoteFields)
  talent360?: Talent360RemoteFields;
}
