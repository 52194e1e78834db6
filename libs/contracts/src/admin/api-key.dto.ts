import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsObject,
  IsString,
  Matches,
  MaxLength,
  ValidateNested,
} from '#class-validator';
import { LIMITS } from '../result-links/limits.js';
import { OpenObject } from '../validation/open-object.js';
import {
  IsTime,
  MayBeAbsent,
  MayBeNull,
  PLAIN_TEXT_MESSAGE,
  PLAIN_TEXT_PATTERN,
} from '../validation/rules.js';

/** A key of this service to make. */
export class CreateApiKeyRequest {
  /**
   * What it is for.
   * @example "assessment backend"
   */
  @IsString()
  @Matches(PLAIN_TEXT_PATTERN, { message: PLAIN_TEXT_MESSAGE })
  @MaxLength(LIMITS.idLength)
  name: string;

  /** `read`: look deliveries and integrations up. `write`: that, and send and act. `write` when absent. */
  @MayBeAbsent()
  @IsIn(['read', 'write'])
  scope?: 'read' | 'write';

  /** The only integrations it may touch; all of the account when absent or `null`. */
  @MayBeNull()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(1000)
  @IsString({ each: true })
  @Matches(PLAIN_TEXT_PATTERN, { each: true, message: PLAIN_TEXT_MESSAGE })
  @MaxLength(LIMITS.idLength, { each: true })
  integrations?: string[] | null;

  /**
   * When it ends (RFC 3339); never when absent or `null`.
   * @example "2027-11-23T00:00:00Z"
   */
  @MayBeNull()
  @IsTime()
  expires_at?: string | null;
}

/** A key of this service, without the key itself: only its hash is kept. */
@OpenObject()
export class ApiKey {
  /** Id of the key; not secret. */
  @IsString()
  id: string;

  /** The account it lets in to. */
  @IsString()
  account_id: string;

  /** What it is for. */
  @IsString()
  name: string;

  /** The last four characters of the key. */
  @IsString()
  hint: string;

  /** What it may do. */
  @IsIn(['read', 'write'])
  scope: 'read' | 'write';

  /** The only integrations it may touch; `null`: all of the account. */
  @MayBeNull()
  @IsArray()
  @IsString({ each: true })
  integrations: string[] | null;

  /** When it was made (RFC 3339). */
  @IsTime()
  created_at: string;

  /** When it ends (RFC 3339); `null`: never. */
  @MayBeNull()
  @IsTime()
  expires_at: string | null;

  /** When it was revoked (RFC 3339); `null`: it was not. */
  @MayBeNull()
  @IsTime()
  revoked_at: string | null;

  /** When it was last used (RFC 3339), written once a minute; `null`: not yet. */
  @MayBeNull()
  @IsTime()
  last_used_at: string | null;
}

/** A key that was just made. */
@OpenObject()
export class NewApiKey extends ApiKey {
  /** The key. Shown now and never again. */
  @IsString()
  key: string;
}

/** A key that was just made. */
@OpenObject()
export class NewApiKeyResponse {
  /** Always `success`. */
  @IsIn(['success'])
  status: 'success';

  /** The key with all that is known of it. */
  @IsObject()
  @ValidateNested()
  @Type(() => NewApiKey)
  data: NewApiKey;
}

/** One key. */
@OpenObject()
export class ApiKeyResponse {
  /** Always `success`. */
  @IsIn(['success'])
  status: 'success';

  /** What is known of the key. */
  @IsObject()
  @ValidateNested()
  @Type(() => ApiKey)
  data: ApiKey;
}

/** All keys of an account. */
@OpenObject()
export class ApiKeyList {
  /** Newest first, revoked and expired ones too. */
  @IsArray()
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => ApiKey)
  results: ApiKey[];
}

/** A list of keys. */
@OpenObject()
export class ListApiKeysResponse {
  /** Always `success`. */
  @IsIn(['success'])
  status: 'success';

  /** The keys. */
  @IsObject()
  @ValidateNested()
  @Type(() => ApiKeyList)
  data: ApiKeyList;
}
