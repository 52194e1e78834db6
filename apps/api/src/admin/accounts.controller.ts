import { Body, Controller, Delete, Get, Param, Patch, Post } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '#swagger';
import {
  AccountResponse,
  CreateAccountRequest,
  DeletedResponse,
  ListAccountsResponse,
  UpdateAccountRequest,
} from '@result-links/contracts/admin';
import type { Actor } from '@result-links/delivery';
import { By } from '../http/actor.js';
import { AdminRoutes } from '../http/admin-routes.decorator.js';
import { Refuses } from '../openapi/refuses.js';
import { AccountsService } from './accounts.service.js';
import { AccountIdParam } from './params.decorators.js';

/** Kombo environments: regions, keys, secrets, limits. */
@AdminRoutes()
@Controller('v1/admin/accounts')
export class AccountsController {
  constructor(private readonly accounts: AccountsService) {}

  @ApiOperation({ operationId: 'listAccounts', summary: 'List accounts' })
  @ApiResponse({ status: 200, description: 'All of them.', type: ListAccountsResponse })
  @Get()
  list() {
    return this.accounts.list();
  }

  @ApiOperation({
    operationId: 'createAccount',
    summary: 'Add a Kombo environment',
    description: 'Its secrets are kept encrypted, so the service needs an encryption key.',
  })
  @ApiResponse({ status: 201, description: 'The account.', type: AccountResponse })
  @Refuses({ 409: ['account_exists', 'encryption_key_missing'] })
  @Post()
  create(@By() by: Actor, @Body() request: CreateAccountRequest) {
    return this.accounts.create(by, request);
  }

  @ApiOperation({ operationId: 'getAccount', summary: 'Show an account' })
  @ApiResponse({ status: 200, description: 'The account.', type: AccountResponse })
  @AccountIdParam()
  @Get(':id')
  show(@Param('id') id: string) {
    return this.accounts.show(id);
  }

  @ApiOperation({
    operationId: 'updateAccount',
    summary: 'Change, disable or enable an account',
    description: 'Every process takes the change up by itself, within a second as a rule.',
  })
  @ApiResponse({ status: 200, description: 'The account as it is now.', type: AccountResponse })
  @AccountIdParam()
  @Refuses({ 409: ['account_of_environment', 'encryption_key_missing'] })
  @Patch(':id')
  update(@By() by: Actor, @Param('id') id: string, @Body() request: UpdateAccountRequest) {
    return this.accounts.update(by, id, request);
  }

  @ApiOperation({
    operationId: 'deleteAccount',
    summary: 'Delete an account that nothing was accepted for, with its keys',
  })
  @ApiResponse({ status: 200, description: 'It is gone.', type: DeletedResponse })
  @AccountIdParam()
  @Refuses({ 409: ['account_of_environment', 'account_in_use'] })
  @Delete(':id')
  delete(@By() by: Actor, @Param('id') id: string) {
    return this.accounts.delete(by, id);
  }
}
