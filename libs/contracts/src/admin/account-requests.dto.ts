import { Type } from 'class-transformer';
import {
  IsBoolean,
  IsIn,
  IsObject,
  IsString,
  Matches,
  MaxLength,
  MinLength,
  ValidateNested,
} from '#class-validator';
import { LIMITS } from '../result-links/limits.js';
import {
  HEADER_VALUE_PATTERN,
  IsHttpUrl,
  MayBeAbsent,
  MayBeNull,
  PLAIN_TEXT_MESSAGE,
  PLAIN_TEXT_PATTERN,
} from '../validation/rules.js';
import { AccountLimits } from './account.dto.js';

const ID_MESSAGE =
  '$property must be 1 to 63 small letters, digits, - and _, beginning with a letter or digit';
const KEY_MESSAGE = '$property must be visible ASCII characters without spaces';
/** A Kombo environment to keep. */
export class CreateAccountRequest {
  /**
   * What the account is called everywhere from now on.
   * @example "acme-eu"
   */
  @IsString()
  @Matches(/^[a-z0-9][a-z0-9_-]{0,62}$/, { message: ID_MESSAGE })
  id: string;

  /**
   * What people call it.
   * @example "Acme, production"
   */
  @MayBeNull()
  @IsString()
  @Matches(PLAIN_TEXT_PATTERN, { message: PLAIN_TEXT_MESSAGE })
  @MaxLength(LIMITS.idLength)
  name?: string | null;

  /** Kombo's region. It never changes: an account in the EU never calls the US host. */
  @IsIn(['eu', 'us'])
  region: 'eu' | 'us';

  /** Where Kombo is reached instead of at its region's own address: a proxy, with `/v1`; https except on this machine, without credentials, query and fragment. Its host must be in RESULT_LINKS_KOMBO_HOSTS. */
  @MayBeNull()
  @IsString()
  @IsHttpUrl()
  @MaxLength(LIMITS.urlLength)
  base_url?: string | null;

  /** Kombo's API key of the environment. Kept encrypted, never shown. */
  @IsString()
  @Matches(HEADER_VALUE_PATTERN, { message: KEY_MESSAGE })
  @MaxLength(LIMITS.idLength)
  kombo_api_key: string;

  /** Kombo's webhook secret of the environment: at least 24 visible ASCII characters without spaces; no other account may have the same. Kept encrypted, never shown. */
  @MayBeNull()
  @IsString()
  @Matches(HEADER_VALUE_PATTERN, { message: KEY_MESSAGE })
  @MinLength(24)
  @MaxLength(LIMITS.idLength)
  webhook_secret?: string | null;

  /** What happens after an attempt of unknown outcome; `hold` when absent. */
  @MayBeAbsent()
  @IsIn(['hold', 'retry'])
  on_unknown?: 'hold' | 'retry';

  /** Limits of its integrations; the service's own when absent. */
  @MayBeAbsent()
  @IsObject()
  @ValidateNested()
  @Type(() => AccountLimits)
  limits?: AccountLimits;
}

/** What of an account changes; what is absent stays, `null` takes away. The region never changes. */
export class UpdateAccountRequest {
  /** What people call it. */
  @MayBeNull()
  @IsString()
  @Matches(PLAIN_TEXT_PATTERN, { message: PLAIN_TEXT_MESSAGE })
  @MaxLength(LIMITS.idLength)
  name?: string | null;

  /** Where Kombo is reached instead of at its region's own address. Another address needs `kombo_api_key` as well. */
  @MayBeNull()
  @IsString()
  @IsHttpUrl()
  @MaxLength(LIMITS.urlLength)
  base_url?: string | null;

  /** Another API key of Kombo. A paused account is tried with it at once. */
  @MayBeAbsent()
  @IsString()
  @Matches(HEADER_VALUE_PATTERN, { message: KEY_MESSAGE })
  @MaxLength(LIMITS.idLength)
  kombo_api_key?: string;

  /** Another webhook secret of Kombo. */
  @MayBeNull()
  @IsString()
  @Matches(HEADER_VALUE_PATTERN, { message: KEY_MESSAGE })
  @MinLength(24)
  @MaxLength(LIMITS.idLength)
  webhook_secret?: string | null;

  /** What happens after an attempt of unknown outcome. */
  @MayBeAbsent()
  @IsIn(['hold', 'retry'])
  on_unknown?: 'hold' | 'retry';

  /** Limits of its integrations, all of them: what is absent in it is the service's own again. */
  @MayBeAbsent()
  @IsObject()
  @ValidateNested()
  @Type(() => AccountLimits)
  limits?: AccountLimits;

  /** `false`: its API keys are refused, what it has accepted waits. `true`: back. */
  @MayBeAbsent()
  @IsBoolean()
  is_enabled?: boolean;
}
