import { Type } from 'class-transformer';
import { IsBoolean, IsIn, IsInt, IsObject, ValidateNested } from '#class-validator';
import { OpenObject } from '../validation/open-object.js';
import { IsTime, MayBeAbsent, MayBeNull } from '../validation/rules.js';

/** Confirmation of a database that was restored. */
export class ConfirmDatabaseRequest {
  /**
   * When the backup was taken (RFC 3339). Deliveries accepted later stay as they are. Default: the time at
   * which sending was stopped, or now if it was not.
   * @example "2026-11-23T10:00:00Z"
   */
  @MayBeNull()
  @IsTime()
  since?: string | null;

  /** Whether no process has sent anything since the copy was taken. Deliveries then stay as they are. */
  @MayBeAbsent()
  @IsBoolean()
  nothing_sent?: boolean;

  /** Whether to count only. */
  @MayBeAbsent()
  @IsBoolean()
  dry_run?: boolean;
}

/** Result of confirming a database. */
@OpenObject()
export class DatabaseConfirmation {
  /** Number of deliveries that are now `unknown`, or will be within seconds. */
  @IsInt()
  unknown: number;

  /** Number of deliveries that are sent, perhaps again, by the `retry` policy of their account. */
  @IsInt()
  retried: number;

  /** Only deliveries accepted before this time were changed (RFC 3339). */
  @IsTime()
  accepted_before: string;

  /** Whether nothing was changed. */
  @IsBoolean()
  is_dry_run: boolean;
}

/** A confirmation. */
@OpenObject()
export class ConfirmDatabaseResponse {
  /** Always `success`. */
  @IsIn(['success'])
  status: 'success';

  /** The result. */
  @IsObject()
  @ValidateNested()
  @Type(() => DatabaseConfirmation)
  data: DatabaseConfirmation;
}
