import { Type } from 'class-transformer';
import {
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

/** A named admin key to create. */
export class CreateAdminKeyRequest {
  /**
   * Who or what uses it; the audit shows it.
   * @example "kim"
   */
  @IsString()
  @Matches(PLAIN_TEXT_PATTERN, { message: PLAIN_TEXT_MESSAGE })
  @MaxLength(LIMITS.idLength)
  name: string;

  /** `read`: only admin routes that read, such as the audit. `write`: all admin routes. Default: `write`. */
  @MayBeAbsent()
  @IsIn(['read', 'write'])
  scope?: 'read' | 'write';

  /**
   * Time the key expires (RFC 3339); absent or `null`: never.
   * @example "2027-11-23T00:00:00Z"
   */
  @MayBeNull()
  @IsTime()
  expires_at?: string | null;
}

/** A named admin key, without the key itself: only its hash is stored. */
@OpenObject()
export class AdminKey {
  /** ID of the key; not secret. */
  @IsString()
  id: string;

  /** Who or what uses it. */
  @IsString()
  name: string;

  /** The last four characters of the key. */
  @IsString()
  hint: string;

  /** What it may do. */
  @IsIn(['read', 'write'])
  scope: 'read' | 'write';

  /** Time it was created (RFC 3339). */
  @IsTime()
  created_at: string;

  /** Time it expires (RFC 3339); `null`: never. */
  @MayBeNull()
  @IsTime()
  expires_at: string | null;

  /** Time it was revoked (RFC 3339); `null`: it was not. */
  @MayBeNull()
  @IsTime()
  revoked_at: string | null;

  /** Time of its last use (RFC 3339), written once a minute; `null`: not used yet. */
  @MayBeNull()
  @IsTime()
  last_used_at: string | null;
}

/** A new admin key. */
@OpenObject()
export class NewAdminKey extends AdminKey {
  /** The key. Shown only in this answer. */
  @IsString()
  key: string;
}

/** A new admin key. */
@OpenObject()
export class NewAdminKeyResponse {
  /** Always `success`. */
  @IsIn(['success'])
  status: 'success';

  /** The key. */
  @IsObject()
  @ValidateNested()
  @Type(() => NewAdminKey)
  data: NewAdminKey;
}

/** One admin key. */
@OpenObject()
export class AdminKeyResponse {
  /** Always `success`. */
  @IsIn(['success'])
  status: 'success';

  /** The key, without the key itself. */
  @IsObject()
  @ValidateNested()
  @Type(() => AdminKey)
  data: AdminKey;
}

/** All admin keys. */
@OpenObject()
export class AdminKeyList {
  /** Newest first, including revoked and expired ones. */
  @IsArray()
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => AdminKey)
  results: AdminKey[];
}

/** A list of admin keys. */
@OpenObject()
export class ListAdminKeysResponse {
  /** Always `success`. */
  @IsIn(['success'])
  status: 'success';

  /** The keys. */
  @IsObject()
  @ValidateNested()
  @Type(() => AdminKeyList)
  data: AdminKeyList;
}
