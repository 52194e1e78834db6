import { openAdmin } from '../../../api/admin-client.js';
import type { Handler } from '../../../command.js';
import { usageError } from '../../../errors.js';
import { administer } from '../administer.js';
import type { ApiOptions } from '../../../settings/api-options.js';

/** The flags of `admin restored`. */
export interface RestoredOptions extends ApiOptions {
  /** RFC 3339 in UTC. */
  since?: string;
  nothingSent?: boolean;
  dryRun?: boolean;
  yes?: boolean;
}

/** Longest wait for the answer, in milliseconds: a hundred thousand deliveries take some seconds. */
const TIMEOUT_MS = 600_000;

/** One call, however many deliveries there are. */
export const handleRestored: Handler<RestoredOptions> = async ({ options }, context) => {
  const { since, nothingSent = false, dryRun = false, yes } = options;
  if (!dryRun && yes !== true) {
    throw usageError('confirmation_missing', "Nothing was changed: confirming can't be undone.", {
      hint: 'Add --yes to resume sending, or --dry-run to count the deliveries first.',
    });
  }
  const client = await openAdmin({ timeout: TIMEOUT_MS, ...options }, context);
  const request = {
    ...(since !== undefined && { since }),
    ...(nothingSent && { nothing_sent: true }),
    ...(dryRun && { dry_run: true }),
  };
  const confirmation = await administer(
    () => client.confirmDatabase(request, { signal: context.signal }),
    'restored --dry-run',
  );
  const { unknown, retried, accepted_before } = confirmation;
  const counts = `${unknown} deliveries accepted before ${accepted_before}`;
  const again =
    retried === 0 ? '' : `\n${retried} more are sent, perhaps again (on_unknown=retry).`;
  return {
    data: confirmation,
    text: (style) =>
      dryRun
        ? `Would become unknown: ${counts}.${again}`
        : `${style.good('Sending resumed.')} Now unknown: ${counts}.${again}`,
  };
};
