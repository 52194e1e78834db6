import {
  applyDecorators,
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Param,
  Patch,
  Post,
  Query,
} from '@nestjs/common';
import { ApiOperation, ApiParam, ApiResponse } from '#swagger';
import {
  CreateWebhookEndpointRequest,
  ListWebhookAttemptsQuery,
  ListWebhookAttemptsResponse,
  ListWebhookEndpointsResponse,
  UpdateWebhookEndpointRequest,
  WebhookEndpointResponse,
  WebhookEndpointSecretResponse,
  WebhookMessageResponse,
} from '@result-links/contracts/webhooks';
import type { Actor, Principal } from '@result-links/delivery';
import { By } from '../http/actor.js';
import { AccountId } from '../http/account-id.decorator.js';
import { Caller } from '../http/caller.decorator.js';
import { ProtectedRoutes } from '../http/protected-routes.decorator.js';
import { Refuses } from '../openapi/refuses.js';
import { WebhookEndpointsService } from './webhook-endpoints.service.js';

const EndpointId = () =>
  applyDecorators(
    ApiParam({
      name: 'id',
      description: 'ID of the endpoint.',
      schema: { type: 'string', format: 'uuid', example: '7d9f0f5e-4a53-4bb0-9d0c-3c2f2b1c9a10' },
    }),
    Refuses({ 404: ['webhook_endpoint_not_found'] }),
  );

const QUERY_HIDDEN =
  'API keys with the scope `read` get `?hidden` in place of the query string of `url`.';

/** Who is told what happens to deliveries and integrations. */
@ProtectedRoutes('Webhook endpoints')
@Refuses({ 403: ['scope_missing', 'integration_not_allowed'] })
@Controller('v1/webhook-endpoints')
export class WebhookEndpointsController {
  constructor(private readonly endpoints: WebhookEndpointsService) {}

  @ApiOperation({
    operationId: 'createWebhookEndpoint',
    summary: 'Tell an address what happens',
    description:
      'Events are sent as the Standard Webhooks specification says. The secret in the answer is shown this once.',
  })
  @ApiResponse({ status: 201, description: 'Made.', type: WebhookEndpointSecretResponse })
  @Refuses({ 409: ['too_many_webhook_endpoints', 'encryption_key_missing'] })
  @Post()
  create(
    @AccountId() accountId: string,
    @By() by: Actor,
    @Body() request: CreateWebhookEndpointRequest,
  ) {
    return this.endpoints.create(accountId, by, request);
  }

  @ApiOperation({
    operationId: 'listWebhookEndpoints',
    summary: 'List webhook endpoints',
    description: QUERY_HIDDEN,
  })
  @ApiResponse({ status: 200, description: 'All of them.', type: ListWebhookEndpointsResponse })
  @Get()
  list(@Caller() caller: Principal) {
    return this.endpoints.list(caller);
  }

  @ApiOperation({
    operationId: 'getWebhookEndpoint',
    summary: 'Show a webhook endpoint',
    description: QUERY_HIDDEN,
  })
  @ApiResponse({ status: 200, description: 'The endpoint.', type: WebhookEndpointResponse })
  @EndpointId()
  @Get(':id')
  show(@Caller() caller: Principal, @Param('id') id: string) {
    return this.endpoints.show(caller, id);
  }

  @ApiOperation({
    operationId: 'updateWebhookEndpoint',
    summary: 'Change address or events of a webhook endpoint, or switch it off and on',
  })
  @ApiResponse({ status: 200, description: 'Changed.', type: WebhookEndpointResponse })
  @EndpointId()
  @Patch(':id')
  update(
    @AccountId() accountId: string,
    @By() by: Actor,
    @Param('id') id: string,
    @Body() request: UpdateWebhookEndpointRequest,
  ) {
    return this.endpoints.update(accountId, by, id, request);
  }

  @ApiOperation({ operationId: 'deleteWebhookEndpoint', summary: 'Delete a webhook endpoint' })
  @ApiResponse({ status: 204, description: 'Deleted, with all that waited for it.' })
  @EndpointId()
  @Delete(':id')
  @HttpCode(204)
  remove(@AccountId() accountId: string, @By() by: Actor, @Param('id') id: string) {
    return this.endpoints.remove(accountId, by, id);
  }

  @ApiOperation({
    operationId: 'rotateWebhookSecret',
    summary: 'Make a new secret; the old one signs as well for another day',
  })
  @ApiResponse({ status: 200, description: 'Made.', type: WebhookEndpointSecretResponse })
  @EndpointId()
  @Refuses({ 409: ['encryption_key_missing'] })
  @Post(':id/rotate-secret')
  @HttpCode(200)
  rotateSecret(@AccountId() accountId: string, @By() by: Actor, @Param('id') id: string) {
    return this.endpoints.rotateSecret(accountId, by, id);
  }

  @ApiOperation({
    operationId: 'testWebhookEndpoint',
    summary: 'Send a test event; the attempts of the endpoint tell what came of it',
  })
  @ApiResponse({ status: 202, description: 'Queued.', type: WebhookMessageResponse })
  @EndpointId()
  @Refuses({ 409: ['webhook_endpoint_disabled'] })
  @Post(':id/test')
  @HttpCode(202)
  test(@AccountId() accountId: string, @By() by: Actor, @Param('id') id: string) {
    return this.endpoints.test(accountId, by, id);
  }

  @ApiOperation({
    operationId: 'listWebhookAttempts',
    summary: 'List what was sent to a webhook endpoint lately, newest first',
  })
  @ApiResponse({ status: 200, description: 'The attempts.', type: ListWebhookAttemptsResponse })
  @EndpointId()
  @Get(':id/attempts')
  attempts(
    @AccountId() accountId: string,
    @Param('id') id: string,
    @Query() query: ListWebhookAttemptsQuery,
  ) {
    return this.endpoints.attempts(accountId, id, query);
  }
}
