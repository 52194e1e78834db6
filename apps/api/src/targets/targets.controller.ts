import { Body, Controller, HttpCode, Post, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { ResolveTargetsRequest, ResolveTargetsResponse } from '@result-links/contracts';
import type { FastifyReply } from 'fastify';
import { AccountId } from '../http/account-id.decorator.js';
import { callerGone } from '../http/caller-gone.js';
import { ProtectedRoutes } from '../http/protected-routes.decorator.js';
import { TargetsService } from './targets.service.js';

/** Candidates and applications that result links are written to. */
@ProtectedRoutes('Targets')
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
  @Post('-/resolve')
  @HttpCode(200)
  resolve(
    @AccountId() accountId: string,
    @Body() request: ResolveTargetsRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.targets.resolve(accountId, request, callerGone(reply));
  }
}
