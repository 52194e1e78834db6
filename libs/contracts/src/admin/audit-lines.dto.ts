import { Type } from 'class-transformer';
import { IsArray, IsIn, IsObject, IsString, ValidateNested } from '#class-validator';
import {
  Delivery,
  DELIVERY_STATE_NAMES,
  DeliveryAttempt,
  type DeliveryStateName,
} from '../deliveries/delivery.dto.js';
import { PostAtsCandidatesCandidateIDResultLinksRequestBody } from '../result-links/result-link-body.dto.js';
import { OpenObject } from '../validation/open-object.js';
import { IsTime, MayBeNull } from '../validation/rules.js';
import { AuditRecord } from './audit-record.dto.js';
import { Erasure } from './privacy.dto.js';

/** An attempt, with the process that made it. */
@OpenObject()
export class AuditedAttempt extends DeliveryAttempt {
  /** ID of the worker that made the attempt. */
  @IsString()
  worker: string;
}

/** A manual action on a delivery. */
@OpenObject()
export class AuditedMove {
  /** Time of the action (UTC). */
  @IsTime()
  at: string;

  /** State before the action. */
  @IsIn(DELIVERY_STATE_NAMES)
  from: DeliveryStateName;

  /** State after the action. */
  @IsIn(DELIVERY_STATE_NAMES)
  to: DeliveryStateName;

  /**
   * The action.
   * @example "retry"
   */
  @IsString()
  note: string;
}

/** A line of an audit about one delivery. */
@OpenObject()
export class AuditedDelivery extends Delivery {
  /** Always `delivery`. */
  @IsIn(['delivery'])
  type: 'delivery';

  /** Account the delivery belongs to. */
  @IsString()
  account_id: string;

  /** Hash of integration, target, and content. */
  @IsString()
  content_hash: string;

  /** Time the content was erased (UTC); `null` if it was not. */
  @MayBeNull()
  @IsTime()
  erased_at: string | null;

  /** All attempts, oldest first. */
  @IsArray()
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => AuditedAttempt)
  attempts: AuditedAttempt[];

  /** All manual actions, oldest first. */
  @IsArray()
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => AuditedMove)
  moves: AuditedMove[];

  /** The result link, if the query has `include_bodies=true`; `null` if it was erased. */
  @MayBeNull()
  @IsObject()
  @ValidateNested()
  @Type(() => PostAtsCandidatesCandidateIDResultLinksRequestBody)
  request_body?: PostAtsCandidatesCandidateIDResultLinksRequestBody | null;
}

/** A line of an audit about an erasure by target. */
@OpenObject()
export class AuditedErasure extends Erasure {
  /** Always `erasure`. */
  @IsIn(['erasure'])
  type: 'erasure';
}

/** A line of an audit about an admin action, a manual action, or refused calls. */
@OpenObject()
export class AuditedAction extends AuditRecord {
  /** Always `action`. */
  @IsIn(['action'])
  type: 'action';
}
