import { Body, Controller, Delete, Get, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiResponse } from '#swagger';
import {
  AdminKeyResponse,
  CreateAdminKeyRequest,
  ListAdminKeysResponse,
  NewAdminKeyResponse,
} from '@result-links/contracts/admin';
import type { Actor } from '@result-links/delivery';
import { By } from '../http/actor.js';
import { AdminRoutes } from '../http/admin-routes.decorator.js';
import { Refuses } from '../openapi/refuses.js';
import { AdminKeysService } from './admin-keys.service.js';

/** Named admin keys: one for each person or program that administers the service. */
@AdminRoutes()
@Controller('v1/admin/keys')
export class AdminKeysController {
  constructor(private readonly adminKeys: AdminKeysService) {}

  @ApiOperation({ operationId: 'listAdminKeys', summary: 'List the named admin keys' })
  @ApiResponse({
    status: 200,
    description: 'All named admin keys, without the keys themselves.',
    type: ListAdminKeysResponse,
  })
  @Get()
  list() {
    return this.adminKeys.list();
  }

  @ApiOperation({
    operationId: 'createAdminKey',
    summary: 'Create a named admin key',
    description:
      'The answer has the key. It is shown only once and stored as a hash. Audit records name the key that acted.',
  })
  @ApiResponse({ status: 201, description: 'The key.', type: NewAdminKeyResponse })
  @Post()
  create(@By() by: Actor, @Body() request: CreateAdminKeyRequest) {
    return this.adminKeys.create(by, request);
  }

  @ApiOperation({
    operationId: 'revokeAdminKey',
    summary: 'Revoke a named admin key permanently',
    description:
      'This process refuses the key at once, other processes usually within 1 s, always within 30 s.',
  })
  @ApiResponse({ status: 200, description: 'The key, revoked.', type: AdminKeyResponse })
  @ApiParam({
    name: 'key_id',
    description: 'ID of the key.',
    schema: { type: 'string', format: 'uuid', example: '019ab3c4-5d6e-7f80-9a1b-2c3d4e5f6071' },
  })
  @Refuses({ 404: ['admin_key_not_found'] })
  @Delete(':key_id')
  revoke(@By() by: Actor, @Param('key_id') id: string) {
    return this.adminKeys.revoke(by, id);
  }
}
