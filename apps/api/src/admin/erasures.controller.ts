import { Body, Controller, Get, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '#swagger';
import {
  EraseTargetRequest,
  ErasureResponse,
  ListErasuresResponse,
  type Erasure as ErasureDto,
} from '@result-links/contracts/admin';
import type { Actor, Erasure, Target } from '@result-links/delivery';
import type { Engine } from '@result-links/engine';
import { ENGINE } from '../engine.provider.js';
import { By } from '../http/actor.js';
import { AdminRoutes } from '../http/admin-routes.decorator.js';
import { invalidRequest } from '../http/api-error.js';
import { namedTarget } from '../http/named-target.js';

/** Forgetting a person, and the record that somebody was forgotten. */
@AdminRoutes()
@Controller('v1/admin/erasures')
export class ErasuresController {
  constructor(@Inject(ENGINE) private readonly engine: Engine) {}

  @ApiOperation({
    operationId: 'eraseTarget',
    summary: 'Erase everything about a candidate or an application',
    description:
      'Label, URL, details, warnings, messages, the id of the target, hash and idempotency key of all its deliveries; those that wait are cancelled. A write under way goes on, and leaves no texts. What is in the ATS, at Kombo, in backups and logs is not touched.',
  })
  @ApiResponse({ status: 200, description: 'What was erased.', type: ErasureResponse })
  @Post()
  @HttpCode(200)
  async erase(@By() by: Actor, @Body() request: EraseTargetRequest): Promise<ErasureResponse> {
    const { account_id: accountId = null, integration_id: integrationId = null } = request;
    const erasure = await this.engine.privacy.eraseTarget(
      { target: targetOf(request), accountId, integrationId },
      by,
    );
    return { status: 'success', data: toErasure(erasure) };
  }

  @ApiOperation({ operationId: 'listErasures', summary: 'List erasures, newest first' })
  @ApiResponse({ status: 200, description: 'Their records.', type: ListErasuresResponse })
  @Get()
  async list(): Promise<ListErasuresResponse> {
    const erasures = await this.engine.privacy.listErasures();
    return { status: 'success', data: { results: erasures.map(toErasure) } };
  }
}

function targetOf(request: EraseTargetRequest): Target {
  const target = namedTarget(request);
  if (target) return target;
  const message = 'candidate_id or application_id must be given';
  throw invalidRequest([{ path: 'candidate_id', code: 'oneTarget', message }]);
}

/** Field by field. */
export function toErasure(erasure: Erasure): ErasureDto {
  return {
    id: erasure.id,
    target_type: erasure.targetType,
    account_id: erasure.accountId,
    integration_id: erasure.integrationId,
    erased_at: erasure.erasedAt.toISOString(),
    deliveries: erasure.deliveryCount,
    cancelled: erasure.cancelledCount,
    in_flight: erasure.inFlightCount,
  };
}
