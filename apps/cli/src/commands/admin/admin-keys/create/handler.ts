import { openAdmin } from '../../../../api/admin-client.js';
import type { Handler } from '../../../../command.js';
import { usageError } from '../../../../errors.js';
import { printable } from '../../../../output/printable.js';
import type { ApiOptions } from '../../../../settings/api-options.js';
import { administer } from '../../administer.js';

/** The flags of `admin admin-keys create`. */
export interface CreateAdminKeyOptions extends ApiOptions {
  name?: string;
  scope?: 'read' | 'write';
  /** RFC 3339 in UTC. */
  expires?: string;
}

/** The key goes to stdout: it is what was asked for. */
export const handleCreate: Handler<CreateAdminKeyOptions> = async ({ options }, context) => {
  const { name, scope, expires } = options;
  if (name === undefined) {
    throw usageError('flags_missing', '--name: missing. Set it to who or what uses the key.');
  }
  const client = await openAdmin(options, context);
  const request = {
    name,
    ...(scope !== undefined && { scope }),
    ...(expires !== undefined && { expires_at: expires }),
  };
  const created = await administer(
    () => client.createAdminKey(request, { signal: context.signal }),
    'admin-keys list',
  );
  return {
    data: created,
    text: (style) =>
      [
        `${style.good('Created:')} ${created.id}, "${printable(created.name)}"`,
        created.key,
        'Store it now: it is not shown again.',
      ].join('\n'),
  };
};
