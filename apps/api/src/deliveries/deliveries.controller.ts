import {
  applyDecorators,
  Body,
  Controller,
  Get,
  HttpCode,
  Param,
  Post,
  Query,
} from '@nestjs/common';
import { ApiOperation, ApiParam, ApiResponse } from '#swagger';
import {
  DeliveryResponse,
  ListDeliveriesQuery,
  ListDeliveriesResponse,
  ResolveDeliveryRequest,
  RetryDeliveriesRequest,
  TouchedDeliveriesResponse,
  type DeliveryStateName,
} from '@result-links/contracts';
import type { Actor, Principal } from '@result-links/delivery';
import { Access } from '../http/access.decorator.js';
import { By } from '../http/actor.js';
import { Caller } from '../http/caller.decorator.js';
import { ProtectedRoutes } from '../http/protected-routes.decorator.js';
import { Refuses } from '../openapi/refuses.js';
import { DeliveriesService } from './deliveries.service.js';

const DeliveryId = () =>
  applyDecorators(
    ApiParam({
      name: 'id',
      description: 'ID of the delivery.',
      schema: { type: 'string', format: 'uuid', example: '019ab3c4-5d6e-7f80-9a1b-2c3d4e5f6071' },
    }),
    Refuses({ 404: ['delivery_not_found'] }),
  );

/** An action that needs the scope `write`, and is refused in some states. */
const Acts = (...notIn: DeliveryStateName[]) =>
  Refuses({
    403: ['scope_missing'],
    409: ['delivery_erased', ...notIn.map((state) => `delivery_${state}` as const)],
  });

/** Accepted result links on their way, and what became of them. */
@ProtectedRoutes('Deliveries')
@Access({ integration: 'filtered' })
@Controller('v1')
export class DeliveriesController {
  constructor(private readonly deliveries: DeliveriesService) {}

  @ApiOperation({ operationId: 'listDeliveries', summary: 'List deliveries, newest first' })
  @ApiResponse({ status: 200, description: 'A page.', type: ListDeliveriesResponse })
  @Get('deliveries')
  list(@Caller() caller: Principal, @Query() query: ListDeliveriesQuery) {
    return this.deliveries.list(caller, query);
  }

  @ApiOperation({
    operationId: 'retryDeliveries',
    summary: 'Send all matching deliveries again that have failed or were cancelled',
    description:
      'Those that wait for their next attempt go at once. Unknown ones are never touched: resolve them one by one. With `dry_run` it only says how many it would be.',
  })
  @ApiResponse({ status: 200, description: 'How many.', type: TouchedDeliveriesResponse })
  @Refuses({ 403: ['scope_missing'] })
  @Post('deliveries/-/retry')
  @HttpCode(200)
  retryAll(@Caller() caller: Principal, @By() by: Actor, @Body() request: RetryDeliveriesRequest) {
    return this.deliveries.retryAll(caller, by, request);
  }

  @ApiOperation({ operationId: 'getDelivery', summary: 'Show a delivery with its attempts' })
  @ApiResponse({ status: 200, description: 'The delivery.', type: DeliveryResponse })
  @DeliveryId()
  @Get('deliveries/:id')
  show(@Caller() caller: Principal, @Param('id') id: string) {
    return this.deliveries.show(caller, id);
  }

  @ApiOperation({
    operationId: 'retryDelivery',
    summary: 'Send a failed or cancelled delivery again, or a waiting one at once',
  })
  @ApiResponse({ status: 200, description: 'The delivery, queued.', type: DeliveryResponse })
  @DeliveryId()
  @Acts('queued', 'delivering', 'parked', 'unknown', 'delivered')
  @Post('deliveries/:id/retry')
  @HttpCode(200)
  retry(@Caller() caller: Principal, @By() by: Actor, @Param('id') id: string) {
    return this.deliveries.act(caller, by, id, 'retry');
  }

  @ApiOperation({
    operationId: 'cancelDelivery',
    summary: 'Withdraw a delivery that was not sent yet',
  })
  @ApiResponse({ status: 200, description: 'The delivery, cancelled.', type: DeliveryResponse })
  @DeliveryId()
  @Acts('delivering', 'unknown', 'failed', 'cancelled', 'delivered')
  @Post('deliveries/:id/cancel')
  @HttpCode(200)
  cancel(@Caller() caller: Principal, @By() by: Actor, @Param('id') id: string) {
    return this.deliveries.act(caller, by, id, 'cancel');
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
  @Acts('queued', 'delivering', 'retrying', 'parked', 'failed', 'cancelled', 'delivered')
  @Post('deliveries/:id/resolve')
  @HttpCode(200)
  resolve(
    @Caller() caller: Principal,
    @By() by: Actor,
    @Param('id') id: string,
    @Body() request: ResolveDeliveryRequest,
  ) {
    return this.deliveries.act(caller, by, id, `resolve_${request.outcome}`);
  }
}
