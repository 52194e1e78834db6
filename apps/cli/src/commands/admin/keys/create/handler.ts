import { openAdmin } from '../../../../api/admin-client.js';
import type { Handler } from '../../../../command.js';
import { usageError } from '../../../../errors.js';
import { printable } from '../../../../output/printable.js';
import { readIds } from '../../../../settings/ids.js';
import { administer } from '../../administer.js';
import type { ApiOptions } from '../../../../settings/api-options.js';

/** What the flags of `admin keys create` become. */
export interface CreateKeyOptions extends ApiOptions {
  name?: string;
  scope?: 'read' | 'write';
  integration?: string[];
  /** RFC 3339 in UTC. */
  expires?: string;
}

/** The key goes to stdout: it is what was asked for. */
export const handleCreate: Handler<CreateKeyOptions> = async ({ args, options }, context) => {
  const [account = ''] = readIds(args);
  const { name, scope, integration, expires } = options;
  if (name === undefined) {
    throw usageError('flags_missing', 'What is the key for? Say so with --name.');
  }
  const client = await openAdmin(options, context);
  const { signal } = context;
  const made = await administer(
    () =>
      client.createApiKey(
        account,
        {
          name,
          ...(scope !== undefined && { scope }),
          ...(integration !== undefined && { integrations: integration }),
          ...(expires !== undefined && { expires_at: expires }),
        },
        { signal },
      ),
    `keys list ${account}`,
  );
  return {
    data: made,
    text: (style) =>
      [
        `${style.good('Made:')} ${made.id}, "${printable(made.name)}", for ${printable(made.account_id)}`,
        made.key,
        'Keep it now: it is not shown again.',
      ].join('\n'),
  };
};
