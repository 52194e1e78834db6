import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';

/** For load balancers and process managers; needs no key and tells nothing about the set-up. */
@ApiTags('Health')
@Controller('health')
export class HealthController {
  @ApiOperation({ operationId: 'getLiveness', summary: 'Is the process alive?' })
  @ApiResponse({ status: 200, description: 'It is.', schema: statusSchema('ok') })
  @Get('live')
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @ApiOperation({ operationId: 'getReadiness', summary: 'Can it take result links?' })
  @ApiResponse({ status: 200, description: 'It can.', schema: statusSchema('ready') })
  @Get('ready')
  ready(): { status: 'ready' } {
    return { status: 'ready' };
  }
}

function statusSchema(status: string) {
  return {
    type: 'object' as const,
    required: ['status'],
    properties: { status: { type: 'string' as const, enum: [status] } },
  };
}
