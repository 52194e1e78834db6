import { Type } from 'class-transformer';
import {
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsString,
  ValidateNested,
} from '#class-validator';
import { OpenObject } from '../validation/open-object.js';
import { MayBeNull } from '../validation/rules.js';
import { Delivery, DeliveryWithAttempts } from './delivery.dto.js';

/** The result link is kept and is going to be delivered; the answer came before the outcome. */
@OpenObject()
export class DeliveryAcceptedResponse {
  /** Always `accepted`. */
  @IsIn(['accepted'])
  status: 'accepted';

  /** Where it stands. */
  @IsObject()
  @ValidateNested()
  @Type(() => Delivery)
  data: Delivery;
}

/** One delivery. */
@OpenObject()
export class DeliveryResponse {
  /** Always `success`. */
  @IsIn(['success'])
  status: 'success';

  /** The delivery with its attempts. */
  @IsObject()
  @ValidateNested()
  @Type(() => DeliveryWithAttempts)
  data: DeliveryWithAttempts;
}

/** One page of deliveries. */
@OpenObject()
export class DeliveryPage {
  /** Newest first. */
  @IsArray()
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => Delivery)
  results: Delivery[];

  /** The `cursor` of the next page; `null`: this is the last. */
  @MayBeNull()
  @IsString()
  next: string | null;
}

/** A list of deliveries. */
@OpenObject()
export class ListDeliveriesResponse {
  /** Always `success`. */
  @IsIn(['success'])
  status: 'success';

  /** The page. */
  @IsObject()
  @ValidateNested()
  @Type(() => DeliveryPage)
  data: DeliveryPage;
}

/** How many deliveries something touched, or would touch. */
@OpenObject()
export class TouchedDeliveries {
  /** How many. */
  @IsInt()
  count: number;

  /** Whether it was only counted. */
  @IsBoolean()
  dry_run: boolean;
}

/** What came of an action on many deliveries. */
@OpenObject()
export class TouchedDeliveriesResponse {
  /** Always `success`. */
  @IsIn(['success'])
  status: 'success';

  /** How many. */
  @IsObject()
  @ValidateNested()
  @Type(() => TouchedDeliveries)
  data: TouchedDeliveries;
}

/** One reason why result links cannot be written to an integration. */
@OpenObject()
export class ReadinessReason {
  /**
   * Stable name of the reason.
   * @example "action_disabled"
   */
  @IsString()
  code: string;

  /** The reason in words, with the way out. */
  @IsString()
  message: string;
}

/** Whether result links can be written to one kind of target. */
@OpenObject()
export class TargetReadiness {
  /** Whether they can. */
  @IsBoolean()
  is_ready: boolean;

  /** Why not; empty when they can. */
  @IsArray()
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => ReadinessReason)
  reasons: ReadinessReason[];
}

/** Whether an integration takes result links. */
@OpenObject()
export class IntegrationReadiness {
  /** The integration. */
  @IsString()
  integration_id: string;

  /** `parked`: deliveries wait until it is released. `new`: nothing was ever delivered to it. */
  @IsIn(['active', 'parked', 'new'])
  state: 'active' | 'parked' | 'new';

  /** For candidates. */
  @IsObject()
  @ValidateNested()
  @Type(() => TargetReadiness)
  candidate: TargetReadiness;

  /** For applications. */
  @IsObject()
  @ValidateNested()
  @Type(() => TargetReadiness)
  application: TargetReadiness;
}

/** What Kombo says about an integration now. */
@OpenObject()
export class IntegrationReadinessResponse {
  /** Always `success`. */
  @IsIn(['success'])
  status: 'success';

  /** The readiness. */
  @IsObject()
  @ValidateNested()
  @Type(() => IntegrationReadiness)
  data: IntegrationReadiness;
}
