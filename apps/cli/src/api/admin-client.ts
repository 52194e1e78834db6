import { ResultLinksAdminClient } from '@result-links/api-client';
import type { Context } from '../command.js';
import { usageError } from '../errors.js';
import { USER_AGENT } from '../build-values.js';
import type { ApiOptions } from '../settings/api-options.js';
import { resolveApi } from '../settings/destination.js';

const DEFAULT_TIMEOUT_MS = 30_000;

/**
 * A client for the admin routes. The admin key comes from RESULT_LINKS_ADMIN_KEY alone: it opens every
 * account, so it lies in no file of ours and on no command line.
 *
 * @throws CliError when address or key are missing, or an option cannot be used
 */
export async function openAdmin(
  options: ApiOptions,
  context: Context,
): Promise<ResultLinksAdminClient> {
  const name = 'RESULT_LINKS_ADMIN_KEY';
  context.secrets.add(context.env[name] ?? '');
  const { apiUrl, apiKey: adminKey, keyProblem } = await resolveApi(options, context, name);
  if (keyProblem !== undefined) throw keyProblem;
  if (adminKey === undefined) {
    throw usageError('no_admin_key', 'There is no admin key.', {
      hint: 'Set RESULT_LINKS_ADMIN_KEY in the environment to the key that the API was started with, or to a named admin key.',
    });
  }
  try {
    const timeoutMs = options.timeout ?? DEFAULT_TIMEOUT_MS;
    return new ResultLinksAdminClient({ apiUrl, adminKey, userAgent: USER_AGENT, timeoutMs });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw usageError(
      'settings_invalid',
      `The settings for the API cannot be used: ${error.message}.`,
    );
  }
}
