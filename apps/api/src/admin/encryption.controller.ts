import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '#swagger';
import { RotateEncryptionRequest, RotateEncryptionResponse } from '@result-links/contracts/admin';
import type { Actor } from '@result-links/delivery';
import type { Engine } from '@result-links/engine';
import { ENGINE } from '../engine.provider.js';
import { By } from '../http/actor.js';
import { AdminRoutes } from '../http/admin-routes.decorator.js';
import { Refuses } from '../openapi/refuses.js';
import { explained } from './errors.js';

/** Encryption at rest. */
@AdminRoutes()
@Controller('v1/admin/encryption')
export class EncryptionController {
  constructor(@Inject(ENGINE) private readonly engine: Engine) {}

  @ApiOperation({
    operationId: 'rotateEncryption',
    summary: 'Seal what is kept with the first encryption key, one round',
    description:
      'Goes through everything in rounds: call it again with `after` until `next` is null. It can be stopped and begun again at any time. Once it is complete, older keys may go from RESULT_LINKS_ENCRYPTION_KEY.',
  })
  @ApiResponse({ status: 200, description: 'What was done.', type: RotateEncryptionResponse })
  @Refuses({ 409: ['encryption_key_missing'] })
  @Post('-/rotate')
  @HttpCode(200)
  async rotate(
    @By() by: Actor,
    @Body() request: RotateEncryptionRequest,
  ): Promise<RotateEncryptionResponse> {
    const progress = await explained(() => this.engine.reseal(request.after ?? null, by));
    return {
      status: 'success',
      data: {
        key_id: progress.keyId,
        resealed: progress.resealed,
        next: progress.next,
        is_complete: progress.isComplete,
      },
    };
  }
}
