import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiResponse } from '@nestjs/swagger';
import {
  DeliveryResponse,
  ListDeliveriesQuery,
  ListDeliveriesResponse,
  ResolveDeliveryRequest,
  RetryDeliveriesRequest,
  TouchedDeliveriesResponse,
} from '@result-links/contracts';
import { AccountId } from '../http/account-id.decorator.js';
import { ProtectedRoutes } from '../http/protected-routes.decorator.js';
import { DeliveriesService } from './deliveries.service.js';

const DeliveryId = () =>
  ApiParam({
    name: 'id',
    description: 'Id of the delivery (UUID).',
    schema: { type: 'string', format: 'uuid' },
  });

/** Accepted result links on their way, and what became of them. */
@ProtectedRoutes('Deliveries')
@Controller('v1')
export class DeliveriesController {
  constructor(private readonly deliveries: DeliveriesService) {}

  @ApiOperation({ operationId: 'listDeliveries', summary: 'List deliveries, newest first' })
  @ApiResponse({ status: 200, description: 'A page.', type: ListDeliveriesResponse })
  @Get('deliveries')
  list(@AccountId() accountId: string, @Query() query: ListDeliveriesQuery) {
    return this.deliveries.list(accountId, query);
  }

  @ApiOperation({
    operationId: 'retryDeliveries',
    summary: 'Send all matching deliveries again that have failed or were cancelled',
    description:
      'Those that wait for their next attempt go at once. Unknown ones are never touched: resolve them one by one. With `dry_run` it only says how many it would be.',
  })
  @ApiResponse({ status: 200, description: 'How many.', type: TouchedDeliveriesResponse })
  @Post('deliveries/-/retry')
  @HttpCode(200)
  retryAll(@AccountId() accountId: string, @Body() request: RetryDeliveriesRequest) {
    return this.deliveries.retryAll(accountId, request);
  }

  @ApiOperation({ operationId: 'getDelivery', summary: 'Show a delivery with its attempts' })
  @ApiResponse({ status: 200, description: 'The delivery.', type: DeliveryResponse })
  @DeliveryId()
  @Get('deliveries/:id')
  show(@AccountId() accountId: string, @Param('id') id: string) {
    return this.deliveries.show(accountId, id);
  }

  @ApiOperation({
    operationId: 'retryDelivery',
    summary: 'Send a failed or cancelled delivery again, or a waiting one at once',
  })
  @ApiResponse({ status: 200, description: 'The delivery, queued.', type: DeliveryResponse })
  @DeliveryId()
  @Post('deliveries/:id/retry')
  @HttpCode(200)
  retry(@AccountId() accountId: string, @Param('id') id: string) {
    return this.deliveries.act(accountId, id, 'retry');
  }

  @ApiOperation({
    operationId: 'cancelDelivery',
    summary: 'Withdraw a delivery that was not sent yet',
  })
  @ApiResponse({ status: 200, description: 'The delivery, cancelled.', type: DeliveryResponse })
  @DeliveryId()
  @Post('deliveries/:id/cancel')
  @HttpCode(200)
  cancel(@AccountId() accountId: string, @Param('id') id: string) {
    return this.deliveries.act(accountId, id, 'cancel');
  }

  @ApiOperation({
    operationId: 'resolveDelivery',
    summary: 'Tell what a human found out about a delivery of unknown outcome',
  })
  @ApiResponse({
    status: 200,
    description: 'The delivery, delivered or queued again.',
    type: DeliveryResponse,
  })
  @DeliveryId()
  @Post('deliveries/:id/resolve')
  @HttpCode(200)
  resolve(
    @AccountId() accountId: string,
    @Param('id') id: string,
    @Body() request: ResolveDeliveryRequest,
  ) {
    return this.deliveries.act(accountId, id, `resolve_${request.outcome}`);
  }
}
