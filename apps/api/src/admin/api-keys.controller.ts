import { Body, Controller, Delete, Get, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiResponse } from '#swagger';
import {
  ApiKeyResponse,
  CreateApiKeyRequest,
  ListApiKeysResponse,
  NewApiKeyResponse,
} from '@result-links/contracts/admin';
import type { Actor } from '@result-links/delivery';
import { By } from '../http/actor.js';
import { AdminRoutes } from '../http/admin-routes.decorator.js';
import { Refuses } from '../openapi/refuses.js';
import { ApiKeysService } from './api-keys.service.js';
import { AccountIdParam } from './params.decorators.js';

/** Keys of this service, by which callers are let in to an account. */
@AdminRoutes()
@Controller('v1/admin/accounts/:id/keys')
export class ApiKeysController {
  constructor(private readonly apiKeys: ApiKeysService) {}

  @ApiOperation({ operationId: 'listApiKeys', summary: 'List the API keys of an account' })
  @ApiResponse({
    status: 200,
    description: 'All of them, without the keys themselves.',
    type: ListApiKeysResponse,
  })
  @AccountIdParam()
  @Get()
  list(@Param('id') accountId: string) {
    return this.apiKeys.list(accountId);
  }

  @ApiOperation({
    operationId: 'createApiKey',
    summary: 'Make an API key',
    description: 'The answer has the key; it is shown this once and kept as a hash only.',
  })
  @ApiResponse({ status: 201, description: 'The key.', type: NewApiKeyResponse })
  @AccountIdParam()
  @Post()
  create(@By() by: Actor, @Param('id') accountId: string, @Body() request: CreateApiKeyRequest) {
    return this.apiKeys.create(by, accountId, request);
  }

  @ApiOperation({
    operationId: 'revokeApiKey',
    summary: 'Revoke an API key for good',
    description: 'It is refused at once; by other processes within a second, at the latest in 30.',
  })
  @ApiResponse({ status: 200, description: 'The key, revoked.', type: ApiKeyResponse })
  @AccountIdParam()
  @ApiParam({
    name: 'key_id',
    description: 'ID of the key.',
    schema: { type: 'string', format: 'uuid', example: '0c6d1e9a-7b43-4f0e-8b55-1d2f3a4b5c6d' },
  })
  @Refuses({ 404: ['account_not_found', 'api_key_not_found'] })
  @Delete(':key_id')
  revoke(@By() by: Actor, @Param('id') accountId: string, @Param('key_id') keyId: string) {
    return this.apiKeys.revoke(by, accountId, keyId);
  }
}
