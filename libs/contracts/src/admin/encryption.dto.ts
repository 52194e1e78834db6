import { Type } from 'class-transformer';
import {
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsString,
  IsUUID,
  ValidateNested,
} from '#class-validator';
import { OpenObject } from '../validation/open-object.js';
import { MayBeNull } from '../validation/rules.js';

/** One round of sealing everything with the first encryption key. */
export class RotateEncryptionRequest {
  /** Where to go on: `data.next` of the round before; absent or `null`: from the beginning. */
  @MayBeNull()
  @IsUUID()
  after?: string | null;
}

/** What a round came to. */
@OpenObject()
export class EncryptionProgress {
  /** Id of the key that everything is sealed with in the end. */
  @IsString()
  key_id: string;

  /** Values that were sealed in this round. */
  @IsInt()
  resealed: number;

  /** The `after` of the next round; `null`: that was the last. */
  @MayBeNull()
  @IsString()
  next: string | null;

  /** Whether nothing is left that another key has sealed, or none: older keys may go. */
  @IsBoolean()
  is_complete: boolean;
}

/** A round of sealing. */
@OpenObject()
export class RotateEncryptionResponse {
  /** Always `success`. */
  @IsIn(['success'])
  status: 'success';

  /** What it came to. */
  @IsObject()
  @ValidateNested()
  @Type(() => EncryptionProgress)
  data: EncryptionProgress;
}
