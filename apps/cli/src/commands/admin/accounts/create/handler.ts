import { openAdmin } from '../../../../api/admin-client.js';
import type { Handler } from '../../../../command.js';
import { usageError } from '../../../../errors.js';
import { readIds } from '../../../../settings/ids.js';
import { administer } from '../../administer.js';
import { readAccountFields, type AccountOptions } from '../account-options.js';
import { describeAccount } from '../describe.js';
import type { ApiOptions } from '../../../../settings/api-options.js';

/** What the flags of `admin accounts create` become. */
export interface CreateOptions extends AccountOptions, ApiOptions {
  region?: 'eu' | 'us';
}

/** What is wrong with the flags is said before a secret is read. */
export const handleCreate: Handler<CreateOptions> = async ({ args, options }, context) => {
  const [id = ''] = readIds(args);
  const { region } = options;
  if (region === undefined || options.komboKeyFrom === undefined) {
    throw usageError('flags_missing', 'An account wants --region and --kombo-key-from.', {
      hint: 'See: result-links admin accounts create --help',
    });
  }
  const client = await openAdmin(options, context);
  const { kombo_api_key = '', ...fields } = await readAccountFields(options, context);
  const { signal } = context;
  const account = await administer(
    () => client.createAccount({ id, region, kombo_api_key, ...fields }, { signal }),
    `accounts show ${id}`,
  );
  return {
    data: account,
    text: (style) =>
      [
        `${style.good('Made:')} ${describeAccount(account, style)}`,
        `An API key for its callers: result-links admin keys create ${account.id} --name <text>`,
      ].join('\n'),
  };
};
