import { Body, Controller, HttpCode, Post, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '#swagger';
import { ResolveTargetsRequest, ResolveTargetsResponse } from '@result-links/contracts';
import type { FastifyReply } from 'fastify';
import type { Principal } from '@result-links/delivery';
import { Access } from '../http/access.decorator.js';
import { Caller } from '../http/caller.decorator.js';
import { callerGone } from '../http/caller-gone.js';
import { ProtectedRoutes } from '../http/protected-routes.decorator.js';
import { Refuses } from '../openapi/refuses.js';
import { TargetsService } from './targets.service.js';

/** Candidates and applications that result links are written to. */
@ProtectedRoutes('Targets')
@Access({ scope: 'read', integration: 'filtered' })
@Controller('v1/targets')
export class TargetsController {
  constructor(private readonly targets: TargetsService) {}

  @ApiOperation({
    operationId: 'resolveTargets',
    summary: 'Find the candidate or application by email, id in the ATS or Kombo id',
    description:
      'Up to 250 references, also of several integrations. Each comes to exactly one target, to `not_found`, to `ambiguous` with the choices, or to `failed` when it could not be looked up: of these, look up `throttled` and `unavailable` ones again later. Nothing is written.',
  })
  @ApiResponse({
    status: 200,
    description: 'What became of each reference, in their order.',
    type: ResolveTargetsResponse,
  })
  @Refuses({ 403: ['integration_not_allowed'], 503: ['account_unavailable'] })
  @Post('-/resolve')
  @HttpCode(200)
  resolve(
    @Caller() caller: Principal,
    @Body() request: ResolveTargetsRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.targets.resolve(caller, request, callerGone(reply));
  }
}
