import type { Handler } from '../../command.js';
import { resolveDestination } from '../../settings/destination.js';
import { readPreferences } from './api-preferences.js';
import { dryRun } from './dry-run.js';
import type { SendOptions } from './index.js';
import { readDraft } from './input-file.js';
import { report } from './report.js';
import { buildRequest } from './request.js';
import { sendViaApi } from './via-api.js';
import { sendViaKombo } from './via-kombo.js';

/** Everything is read and validated before anything is sent. */
export const handleSend: Handler<SendOptions> = async ({ options }, context) => {
  const destination = await resolveDestination(options, context);
  const preferences = readPreferences(options, destination);
  const draft = options.file === undefined ? {} : await readDraft(options.file, context);
  const link = buildRequest(options, draft);
  if (options.dryRun === true) {
    return dryRun(link, destination, preferences);
  }
  const sent =
    destination.via === 'kombo'
      ? await sendViaKombo(link, destination, options.timeout, context)
      : await sendViaApi(
          link,
          destination,
          { ...preferences, timeoutMs: options.timeout },
          context,
        );
  return report(link, sent);
};
