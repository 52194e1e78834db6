import { Controller, Get, Inject, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiSecurity, ApiTags } from '#swagger';
import { readinessOf, type Engine, type Readiness } from '@result-links/engine';
import type { FastifyReply } from 'fastify';
import { ENGINE } from '../engine.provider.js';

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
    description:
      'It can; `degraded`: some cannot be delivered at present. `reasons` has counts, and names no account.',
    schema: {
      ...statusSchema('ready', 'degraded'),
      example: {
        status: 'degraded',
        reasons: ['accounts_paused: 1 (PLATFORM.AUTHENTICATION_INVALID)'],
      },
    },
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
    const readiness = readinessOf(await this.engine.health());
    if (readiness.status === 'not_ready') void reply.status(503);
    return readiness;
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
