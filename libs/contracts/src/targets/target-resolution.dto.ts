import { Type } from 'class-transformer';
import { IsArray, IsIn, IsInt, IsObject, IsString, Min, ValidateNested } from '#class-validator';
import { DeliveryTarget } from '../deliveries/delivery.dto.js';
import { OpenObject } from '../validation/open-object.js';
import { MayBeNull } from '../validation/rules.js';

/**
 * What looking a reference up can come to.
 *
 * - `resolved`: exactly one target was found
 * - `not_found`: none; it may be there after the next sync
 * - `ambiguous`: several, and nothing in the reference chooses among them
 * - `failed`: it could not be looked up
 */
export const RESOLUTION_STATUSES = ['resolved', 'not_found', 'ambiguous', 'failed'] as const;

/** One of {@link RESOLUTION_STATUSES}. */
export type ResolutionStatus = (typeof RESOLUTION_STATUSES)[number];

/**
 * Why a look-up failed. A look-up writes nothing, so all of them may be tried again; it makes sense for
 * `throttled` and `unavailable` at once, for the others once the cause is mended.
 *
 * - `throttled`: Kombo or the ATS wants a longer pause than the look-up was allowed to make
 * - `unavailable`: no answer, or none that can be used
 * - `integration_broken`, `account_broken`: as in the outcomes of a delivery
 * - `rejected`: Kombo does not do it, e.g. because there is no such integration
 * - `too_many`: more matches than are worth reading
 * - `aborted`: the caller gave up
 */
export const LOOK_UP_FAILURE_KINDS = [
  'throttled',
  'unavailable',
  'integration_broken',
  'account_broken',
  'rejected',
  'too_many',
  'aborted',
] as const;

/** One of {@link LOOK_UP_FAILURE_KINDS}. */
export type LookUpFailureKind = (typeof LOOK_UP_FAILURE_KINDS)[number];

/** Why a reference could not be looked up. */
@OpenObject()
export class LookUpFailure {
  /** What kind of failure. */
  @IsIn(LOOK_UP_FAILURE_KINDS)
  kind: LookUpFailureKind;

  /** Kombo's error code; `null`: none was given. */
  @MayBeNull()
  @IsString()
  code: string | null;

  /** What happened. */
  @IsString()
  message: string;

  /** What to do about it. */
  @MayBeNull()
  @IsString()
  advice: string | null;

  /** Page in Kombo's dashboard that shows the interaction. */
  @MayBeNull()
  @IsString()
  log_url: string | null;
}

/** A job, as far as a choice tells. */
@OpenObject()
export class TargetJob {
  /** Kombo ID. */
  @IsString()
  id: string;

  /** ID in the ATS. */
  @MayBeNull()
  @IsString()
  remote_id: string | null;

  /** Its title. */
  @MayBeNull()
  @IsString()
  name: string | null;
}

/** Something that was found; of the person no more than the initials. */
@OpenObject()
export class TargetChoice {
  /** Which of the two. */
  @IsIn(['candidate', 'application'])
  type: 'candidate' | 'application';

  /** Its Kombo ID. */
  @IsString()
  id: string;

  /** Kombo ID of the candidate; `null`: the application tells none. */
  @MayBeNull()
  @IsString()
  candidate_id: string | null;

  /**
   * Initials of the candidate; `null`: no name is known.
   * @example "A.L."
   */
  @MayBeNull()
  @IsString()
  initials: string | null;

  /** The job applied to; `null`: a candidate, or it is not known. */
  @MayBeNull()
  @IsObject()
  @ValidateNested()
  @Type(() => TargetJob)
  job: TargetJob | null;

  /** How the application stands, e.g. `PENDING`; `null`: a candidate, or it is not known. */
  @MayBeNull()
  @IsString()
  outcome: string | null;

  /** When it was made in the ATS (ISO 8601); `null`: the ATS does not tell. */
  @MayBeNull()
  @IsString()
  created_at: string | null;
}

/** What became of one reference. */
@OpenObject()
export class TargetResolution {
  /** `resolved`, `not_found`, `ambiguous` or `failed`. */
  @IsIn(RESOLUTION_STATUSES)
  status: ResolutionStatus;

  /** What to write to; only when resolved. */
  @MayBeNull()
  @IsObject()
  @ValidateNested()
  @Type(() => DeliveryTarget)
  target: DeliveryTarget | null;

  /** In words what was found, or why not, with the way out. Holds no personal data. */
  @IsString()
  message: string;

  /**
   * What was found: of several the first 20, of one that one. Empty when none was, and when a Kombo ID
   * was taken as it is.
   */
  @IsArray()
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => TargetChoice)
  choices: TargetChoice[];

  /** How many were found. */
  @IsInt()
  @Min(0)
  choice_count: number;

  /** Why it could not be looked up; only when failed. */
  @MayBeNull()
  @IsObject()
  @ValidateNested()
  @Type(() => LookUpFailure)
  failure: LookUpFailure | null;
}

/** What became of many references. */
@OpenObject()
export class ResolvedTargets {
  /** In the order of the references, one for each. */
  @IsArray()
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => TargetResolution)
  results: TargetResolution[];
}

/** The answer to a `ResolveTargetsRequest`. */
@OpenObject()
export class ResolveTargetsResponse {
  /** Always `success`: also when some of the references could not be resolved. */
  @IsIn(['success'])
  status: 'success';

  /** What became of each. */
  @IsObject()
  @ValidateNested()
  @Type(() => ResolvedTargets)
  data: ResolvedTargets;
}
