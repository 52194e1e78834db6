import { applyDecorators } from '@nestjs/common';
import { ApiParam } from '#swagger';
import { Refuses } from '../openapi/refuses.js';

/** Describes the path parameter of an account. */
export const AccountIdParam = () =>
  applyDecorators(
    ApiParam({
      name: 'id',
      description: 'ID of the account.',
      schema: { type: 'string', example: 'acme-eu' },
    }),
    Refuses({ 404: ['account_not_found'] }),
  );
