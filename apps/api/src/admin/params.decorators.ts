import { ApiParam } from '#swagger';

/** Describes the path parameter of an account. */
export const AccountIdParam = () =>
  ApiParam({
    name: 'id',
    description: 'ID of the account.',
    schema: { type: 'string', example: 'acme-eu' },
  });
