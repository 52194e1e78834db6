import type { Context, Handler } from '../../command.js';
import { resolveDestination } from '../../settings/destination.js';
import { readPreferences } from './api-preferences.js';
import type { SendOptions } from './index.js';
import type { RequestDraft } from './input-file.js';
import { report } from './report.js';
import { buildRequest } from './request.js';

/**
 * Everything is read and validated before anything is sent. Each way has its own client, and the other
 * one is not loaded.
 */
export const handleSend: Handler<SendOptions> = async ({ options }, context) => {
  const destination = await resolveDestination(options, context);
  const preferences = readPreferences(options, destination);
  const draft = options.file === undefined ? {} : await readFile(options.file, context);
  const link = buildRequest(options, draft);
  if (options.dryRun === true) {
    const { dryRun } = await import('./dry-run.js');
    return dryRun(link, destination, preferences);
  }
  const sent =
    destination.via === 'kombo'
      ? await (
          await import('./via-kombo.js')
        ).sendViaKombo(link, destination, options.timeout, context)
      : await (
          await import('./via-api.js')
        ).sendViaApi(link, destination, { ...preferences, timeoutMs: options.timeout }, context);
  return report(link, sent);
};

async function readFile(path: string, context: Context): Promise<RequestDraft> {
  const { readDraft } = await import('./input-file.js');
  return readDraft(path, context);
}
