import { Type } from 'class-transformer';
import {
  IsArray,
  IsIn,
  IsInt,
  IsObject,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from '#class-validator';
import { LIMITS } from '../result-links/limits.js';
import { OpenObject } from '../validation/open-object.js';
import { QueryNumber } from '../validation/query-number.js';
import {
  IsTime,
  MayBeAbsent,
  MayBeNull,
  PLAIN_TEXT_MESSAGE,
  PLAIN_TEXT_PATTERN,
} from '../validation/rules.js';
import { AUDIT_ACTIONS, type AuditAction } from './audit-actions.js';

/** Which audit records. Filters that are absent match all; those that are given must all match. */
export class ListAuditRecordsQuery {
  /**
   * About this account.
   * @example "acme-eu"
   */
  @MayBeAbsent()
  @IsString()
  @Matches(PLAIN_TEXT_PATTERN, { message: PLAIN_TEXT_MESSAGE })
  @MaxLength(LIMITS.idLength)
  account_id?: string;

  /**
   * Of this action.
   * @example "account.update"
   */
  @MayBeAbsent()
  @IsIn(AUDIT_ACTIONS)
  action?: AuditAction;

  /**
   * By the key with this ID; `bootstrap` for the keys of the environment.
   * @example "019ab3c4-5d6e-7f80-9a1b-2c3d4e5f6071"
   */
  @MayBeAbsent()
  @IsString()
  @Matches(PLAIN_TEXT_PATTERN, { message: PLAIN_TEXT_MESSAGE })
  @MaxLength(LIMITS.idLength)
  key_id?: string;

  /**
   * About the delivery, account, key, integration, webhook endpoint, or erasure with this ID.
   * @example "019ab3c4-5d6e-7f80-9a1b-2c3d4e5f6071"
   */
  @MayBeAbsent()
  @IsString()
  @Matches(PLAIN_TEXT_PATTERN, { message: PLAIN_TEXT_MESSAGE })
  @MaxLength(LIMITS.idLength)
  subject?: string;

  /**
   * At this time or later (RFC 3339).
   * @example "2026-11-23T00:00:00Z"
   */
  @MayBeAbsent()
  @IsTime()
  since?: string;

  /**
   * Before this time (RFC 3339).
   * @example "2026-11-24T00:00:00Z"
   */
  @MayBeAbsent()
  @IsTime()
  until?: string;

  /**
   * Maximum number of records; 50 when absent.
   * @example 50
   */
  @MayBeAbsent()
  @QueryNumber()
  @IsInt()
  @Min(1)
  @Max(200)
  limit?: number;

  /**
   * Continue after a page: `next` of the answer before.
   * @example "YWZ0ZXI6MDE5YWIzYzQtNWQ2ZS03ZjgwLTlhMWItMmMzZDRlNWY2MDcx"
   */
  @MayBeAbsent()
  @IsString()
  cursor?: string;
}

/** Who did what, when, and from where. */
@OpenObject()
export class AuditRecord {
  /** ID of the record. */
  @IsString()
  id: string;

  /** Time of the action (RFC 3339), by the clock of the database. */
  @IsTime()
  at: string;

  /** What was done. `call.refuse`: a call was refused because of its key. */
  @IsIn(AUDIT_ACTIONS)
  action: AuditAction;

  /** Kind of key; `local`: a program with direct access to the database. */
  @IsIn(['admin_key', 'api_key', 'local'])
  key_type: 'admin_key' | 'api_key' | 'local';

  /** ID of the key; `bootstrap` for the keys of the environment; `null`: unknown key, or none. */
  @MayBeNull()
  @IsString()
  key_id: string | null;

  /** Name of the key at that time; the user of the system for local programs. */
  @MayBeNull()
  @IsString()
  key_name: string | null;

  /** IP address of the caller; `null` for local programs. */
  @MayBeNull()
  @IsString()
  address: string | null;

  /** The account it is about; `null`: the service as a whole. */
  @MayBeNull()
  @IsString()
  account_id: string | null;

  /** ID of the delivery, account, key, integration, webhook endpoint, or erasure; `null`: none, or several. */
  @MayBeNull()
  @IsString()
  subject: string | null;

  /** Further facts, by action. Secrets only by their names; nothing about persons. */
  @IsObject()
  details: Record<string, unknown>;
}

/** A page of audit records. */
@OpenObject()
export class AuditRecordList {
  /** Newest first. */
  @IsArray()
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => AuditRecord)
  results: AuditRecord[];

  /** The `cursor` of the next page; `null`: this was the last one. */
  @MayBeNull()
  @IsString()
  next: string | null;
}

/** Audit records. */
@OpenObject()
export class ListAuditRecordsResponse {
  /** Always `success`. */
  @IsIn(['success'])
  status: 'success';

  /** The page. */
  @IsObject()
  @ValidateNested()
  @Type(() => AuditRecordList)
  data: AuditRecordList;
}
