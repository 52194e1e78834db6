import type { Actor } from '@result-links/delivery';
import { Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiResponse } from '#swagger';
import { IntegrationReadinessResponse, TouchedDeliveriesResponse } from '@result-links/contracts';
import { By } from '../http/actor.js';
import { Access } from '../http/access.decorator.js';
import { AccountId } from '../http/account-id.decorator.js';
import { ProtectedRoutes } from '../http/protected-routes.decorator.js';
import { KOMBO_REFUSALS, Refuses } from '../openapi/refuses.js';
import { IntegrationsService } from './integrations.service.js';

const IntegrationId = () =>
  ApiParam({
    name: 'id',
    description: 'ID of the integration.',
    schema: { type: 'string', example: 'workday:HWUTwvyx2wLoSUHphiWVrp28' },
  });

/** The ATSs that result links are written to. */
@ProtectedRoutes('Integrations')
@Access({ integration: 'path' })
@Controller('v1/integrations')
export class IntegrationsController {
  constructor(private readonly integrations: IntegrationsService) {}

  @ApiOperation({
    operationId: 'getIntegrationReadiness',
    summary: 'Can a result link be written there now, and if not, why not?',
  })
  @ApiResponse({ status: 200, description: 'What Kombo says.', type: IntegrationReadinessResponse })
  @IntegrationId()
  @Refuses({
    403: ['integration_not_allowed'],
    404: ['rejected'],
    409: KOMBO_REFUSALS,
    424: KOMBO_REFUSALS,
    429: ['throttled'],
    '4XX': KOMBO_REFUSALS,
    502: KOMBO_REFUSALS,
    503: ['account_unavailable', ...KOMBO_REFUSALS],
    '5XX': KOMBO_REFUSALS,
  })
  @Get(':id/readiness')
  readiness(@AccountId() accountId: string, @Param('id') id: string) {
    return this.integrations.readiness(accountId, id);
  }

  @ApiOperation({
    operationId: 'releaseIntegration',
    summary: 'Send what waits for a parked integration, one link first, then more',
  })
  @ApiResponse({ status: 200, description: 'How many waited.', type: TouchedDeliveriesResponse })
  @IntegrationId()
  @Refuses({ 403: ['scope_missing', 'integration_not_allowed'], 404: ['integration_unknown'] })
  @Post(':id/release')
  @HttpCode(200)
  release(@AccountId() accountId: string, @By() by: Actor, @Param('id') id: string) {
    return this.integrations.release(accountId, by, id);
  }
}
