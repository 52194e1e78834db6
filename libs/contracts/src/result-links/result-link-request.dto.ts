import { Type } from 'class-transformer';
import { ValidateNested } from '#class-validator';
import { IsObject, IsString, Matches, MaxLength } from '#decorators';
import { HEADER_VALUE_PATTERN, MayBeAbsent, PATH_SEGMENT_PATTERN } from '../validation/rules.js';
import { LIMITS } from './limits.js';
import { PostAtsCandidatesCandidateIDResultLinksRequestBody } from './result-link-body.dto.js';

const HEADER_VALUE_MESSAGE =
  '$property must be visible ASCII characters without spaces, e.g. workday:HWUTwvyx2wLoSUHphiWVrp28';
const PATH_SEGMENT_MESSAGE =
  '$property must be a Kombo id: not blank, not "." or "..", no control characters';

/** Adds a result link to a candidate. */
export class PostAtsCandidatesCandidateIDResultLinksRequest {
  /**
   * ID of the integration you want to interact with.
   * @example "workday:HWUTwvyx2wLoSUHphiWVrp28"
   */
  @IsString()
  @Matches(HEADER_VALUE_PATTERN, { message: HEADER_VALUE_MESSAGE })
  @MaxLength(LIMITS.idLength)
  x_integration_id: string;

  /**
   * Kombo ID of the candidate the result link is created for.
   * @example "3kPq8TnVwXyZ5bRdHjMcLfGs"
   */
  @IsString()
  @Matches(PATH_SEGMENT_PATTERN, { message: PATH_SEGMENT_MESSAGE })
  @MaxLength(LIMITS.idLength)
  candidate_id: string;

  /** The result link. Kombo's contract lets it be absent; delivering a result link needs it. */
  @MayBeAbsent()
  @IsObject()
  @ValidateNested()
  @Type(() => PostAtsCandidatesCandidateIDResultLinksRequestBody)
  request_body?: PostAtsCandidatesCandidateIDResultLinksRequestBody;
}

/** Adds a result link to an application. Kombo recommends it over the candidate's. */
export class PostAtsApplicationsApplicationIDResultLinksRequest {
  /**
   * ID of the integration you want to interact with.
   * @example "workday:HWUTwvyx2wLoSUHphiWVrp28"
   */
  @IsString()
  @Matches(HEADER_VALUE_PATTERN, { message: HEADER_VALUE_MESSAGE })
  @MaxLength(LIMITS.idLength)
  x_integration_id: string;

  /**
   * Kombo ID of the application the result link is created for.
   * @example "5uVwRtNmKjHgFdSaZxCvBnMq"
   */
  @IsString()
  @Matches(PATH_SEGMENT_PATTERN, { message: PATH_SEGMENT_MESSAGE })
  @MaxLength(LIMITS.idLength)
  application_id: string;

  /** The result link. Kombo's contract lets it be absent; delivering a result link needs it. */
  @MayBeAbsent()
  @IsObject()
  @ValidateNested()
  @Type(() => PostAtsCandidatesCandidateIDResultLinksRequestBody)
  request_body?: PostAtsCandidatesCandidateIDResultLinksRequestBody;
}
