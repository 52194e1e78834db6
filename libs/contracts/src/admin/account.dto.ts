import { Type } from 'class-transformer';
import {
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsString,
  Matches,
  Max,
  Min,
  ValidateNested,
} from '#class-validator';
import { OpenObject } from '../validation/open-object.js';
import { IsTime, MayBeAbsent, MayBeNull } from '../validation/rules.js';

/** So many in a second, minute or hour. */
const RATE_PATTERN = /^[1-9]\d{0,5}\/[smh]$/;

/** Limits of an account's integrations. What is `null` or absent is the service's own setting. */
export class AccountLimits {
  /**
   * Writes under way at once for one integration, until Kombo says otherwise. Holds for integrations that
   * are new to the service.
   */
  @MayBeNull()
  @IsInt()
  @Min(1)
  @Max(1000)
  concurrency?: number | null;

  /**
   * At most so many writes for one integration: a number and `/s`, `/m` or `/h`.
   * @example "10/s"
   */
  @MayBeNull()
  @IsString()
  @Matches(RATE_PATTERN, { message: '$property must be a rate such as 10/s or 300/m' })
  rate?: string | null;
}

/** A Kombo environment. Its Kombo key and webhook secret are never shown. */
@OpenObject()
export class Account {
  /** Chosen when it was made. */
  @IsString()
  id: string;

  /** What people call it; `null`: nothing else. */
  @MayBeNull()
  @IsString()
  name: string | null;

  /** `environment`: its settings are environment variables of the service; `stored`: they are kept here. */
  @IsIn(['environment', 'stored'])
  source: 'environment' | 'stored';

  /** Kombo's region, which never changes; `null` for the account of the environment. */
  @MayBeNull()
  @IsIn(['eu', 'us'])
  region: 'eu' | 'us' | null;

  /** Where Kombo is reached instead of at its region's own address; `null`: there. */
  @MayBeNull()
  @IsString()
  base_url: string | null;

  /** Whether a webhook secret is kept. */
  @IsBoolean()
  has_webhook_secret: boolean;

  /** What happens after an attempt of unknown outcome. */
  @IsIn(['hold', 'retry'])
  on_unknown: 'hold' | 'retry';

  /** Limits of its integrations. */
  @IsObject()
  @ValidateNested()
  @Type(() => AccountLimits)
  limits: AccountLimits;

  /** A disabled account lets nobody in and sends nothing; what it has accepted waits. */
  @IsBoolean()
  is_enabled: boolean;

  /** When it was made (RFC 3339). */
  @IsTime()
  created_at: string;

  /** When it was last changed (RFC 3339). */
  @IsTime()
  updated_at: string;
}

/** One account. */
@OpenObject()
export class AccountResponse {
  /** Always `success`. */
  @IsIn(['success'])
  status: 'success';

  /** The account. */
  @IsObject()
  @ValidateNested()
  @Type(() => Account)
  data: Account;
}

/** All accounts. */
@OpenObject()
export class AccountList {
  /** By id. */
  @IsArray()
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => Account)
  results: Account[];
}

/** A list of accounts. */
@OpenObject()
export class ListAccountsResponse {
  /** Always `success`. */
  @IsIn(['success'])
  status: 'success';

  /** The accounts. */
  @IsObject()
  @ValidateNested()
  @Type(() => AccountList)
  data: AccountList;
}

/** What is gone. */
@OpenObject()
export class DeletedObject {
  /** Its id. */
  @IsString()
  id: string;

  /** Always `true`. */
  @MayBeAbsent()
  @IsIn([true])
  is_deleted?: true;
}

/** Something was deleted. */
@OpenObject()
export class DeletedResponse {
  /** Always `success`. */
  @IsIn(['success'])
  status: 'success';

  /** What is gone. */
  @IsObject()
  @ValidateNested()
  @Type(() => DeletedObject)
  data: DeletedObject;
}
