import { ResultLinksApiError } from '@result-links/api-client';
import { administered } from '../../api/explain-call.js';
import { CliError } from '../../errors.js';

/**
 * Runs a step of administration.
 *
 * @param look the command that shows what became of it, when nobody knows
 * @throws CliError in place of the client's errors
 */
export async function administer<T>(call: () => Promise<T>, look: string): Promise<T> {
  return administered(async () => {
    try {
      return await call();
    } catch (error) {
      throw error instanceof ResultLinksApiError ? (explain(error) ?? error) : error;
    }
  }, look);
}

function explain({ status, reason, message }: ResultLinksApiError): CliError | undefined {
  if (reason?.startsWith('admin_key_') && status === 401) {
    return new CliError('broken', message, {
      reason,
      hint: 'Set RESULT_LINKS_ADMIN_KEY to the key that the API was started with, or to a named admin key of it.',
    });
  }
  if (reason === 'scope_missing') {
    return new CliError('broken', message, {
      reason,
      hint: 'This admin key may only read. Set RESULT_LINKS_ADMIN_KEY to one with the scope write.',
    });
  }
  if (status === 404 && reason === 'route_not_found') {
    return new CliError('usage', 'This API has no admin routes.', {
      reason: 'no_admin_routes',
      hint: 'Start it with RESULT_LINKS_ADMIN_KEY, or check its address. It has no usable named admin key either.',
    });
  }
  return undefined;
}
