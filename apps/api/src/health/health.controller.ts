import { Controller, Get, Inject, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiSecurity, ApiTags } from '#swagger';
import type { Engine } from '@result-links/engine';
import type { FastifyReply } from 'fastify';
import { ENGINE } from '../engine.provider.js';

/** How ready the service is, and what is amiss. */
interface Readiness {
  /** `degraded`: result links are accepted, but some cannot be delivered at present. */
  status: 'ready' | 'degraded' | 'not_ready';
  reasons: string[];
}

/** For load balancers and process managers; needs no key and tells nothing about the set-up. */
@ApiTags('Health')
@ApiSecurity({})
@Controller('health')
export class HealthController {
  constructor(@Inject(ENGINE) private readonly engine: Engine) {}

  @ApiOperation({ operationId: 'getLiveness', summary: 'Is the process alive?' })
  @ApiResponse({ status: 200, description: 'It is.', schema: statusSchema('ok') })
  @Get('live')
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @ApiOperation({ operationId: 'getReadiness', summary: 'Can it take result links?' })
  @ApiResponse({
    status: 200,
    description: 'It can; `degraded`: some cannot be delivered at present, `reasons` says why.',
    schema: statusSchema('ready', 'degraded'),
  })
  @ApiResponse({
    status: 503,
    description:
      'It cannot: the database can take no write (`database_unavailable`, `database_read_only`, `database_full`), or the process is ending (`shutting_down`).',
    schema: {
      ...statusSchema('not_ready'),
      example: { status: 'not_ready', reasons: ['database_unavailable'] },
    },
  })
  @Get('ready')
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<Readiness> {
    const { databaseProblem, isEnding, pausedAccounts, sendingStop } = await this.engine.health();
    if (isEnding) {
      void reply.status(503);
      return { status: 'not_ready', reasons: ['shutting_down'] };
    }
    if (databaseProblem !== null) {
      void reply.status(503);
      return { status: 'not_ready', reasons: [databaseProblem] };
    }
    const reasons = [
      ...(sendingStop ? [`database_restored: ${sendingStop.reason}`] : []),
      ...pausedAccounts.map(
        ({ id, pausedDetails }) => `account ${id} is paused: ${pausedDetails?.code ?? 'unknown'}`,
      ),
    ];
    return { status: reasons.length === 0 ? 'ready' : 'degraded', reasons };
  }
}

function statusSchema(...statuses: string[]) {
  return {
    type: 'object' as const,
    required: ['status'],
    properties: {
      status: { type: 'string' as const, enum: statuses },
      reasons: { type: 'array' as const, items: { type: 'string' as const } },
    },
  };
}
