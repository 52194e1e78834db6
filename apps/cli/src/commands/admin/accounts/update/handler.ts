import { openAdmin } from '../../../../api/admin-client.js';
import type { Handler } from '../../../../command.js';
import { usageError } from '../../../../errors.js';
import { readIds } from '../../../../settings/ids.js';
import { administer } from '../../administer.js';
import { readAccountFields, type AccountOptions } from '../account-options.js';
import { describeAccount } from '../describe.js';
import type { ApiOptions } from '../../../../settings/api-options.js';

/** What the flags of `admin accounts update` become. */
export interface UpdateOptions extends AccountOptions, ApiOptions {
  enable?: boolean;
  disable?: boolean;
}

/** Without a change there is nothing to ask for. */
export const handleUpdate: Handler<UpdateOptions> = async ({ args, options }, context) => {
  const [id = ''] = readIds(args);
  const { enable, disable } = options;
  if (enable && disable) {
    throw usageError('conflicting_flags', '--enable and --disable cannot be used together.');
  }
  const client = await openAdmin(options, context);
  const changes = {
    ...(await readAccountFields(options, context)),
    ...((enable ?? disable) && { is_enabled: enable === true }),
  };
  if (Object.keys(changes).length === 0) {
    throw usageError('nothing_to_change', 'What is to change?', {
      hint: 'See: result-links admin accounts update --help',
    });
  }
  const { signal } = context;
  const account = await administer(
    () => client.updateAccount(id, changes, { signal }),
    `accounts show ${id}`,
  );
  return {
    data: account,
    text: (style) => `${style.good('Changed:')} ${describeAccount(account, style)}`,
  };
};
