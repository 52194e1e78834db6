import type { Erasure } from '@result-links/contracts/admin';
import { openAdmin } from '../../../api/admin-client.js';
import type { Handler } from '../../../command.js';
import { usageError } from '../../../errors.js';
import { administer } from '../administer.js';
import type { ApiOptions } from '../../../settings/api-options.js';

/** What the flags of `admin erase` become. */
export interface EraseOptions extends ApiOptions {
  candidate?: string;
  application?: string;
  integration?: string;
  account?: string;
  yes?: boolean;
}

const ELSEWHERE = [
  'Not reached from here: the link in the ATS; the logs of Kombo; backups of the database; files of',
  'yours, such as the input and the report of a bulk run (delete them, or the lines with this target).',
].join('\n');

/** One call does it all, however many deliveries there are. */
export const handleErase: Handler<EraseOptions> = async ({ options }, context) => {
  const { candidate, application, integration, account, yes } = options;
  if ((candidate === undefined) === (application === undefined)) {
    throw usageError('target_missing', 'Give either --candidate or --application.');
  }
  if (yes !== true) {
    throw usageError('confirmation_missing', 'Nothing was erased: it cannot be undone.', {
      hint: 'Add --yes to the same command.',
    });
  }
  const client = await openAdmin(options, context);
  const request = {
    ...(candidate !== undefined && { candidate_id: candidate }),
    ...(application !== undefined && { application_id: application }),
    ...(integration !== undefined && { integration_id: integration }),
    ...(account !== undefined && { account_id: account }),
  };
  const erasure = await administer(
    () => client.eraseTarget(request, { signal: context.signal }),
    'export',
  );
  return {
    data: erasure,
    text: (style) => `${style.good('Erased:')} ${describe(erasure)}\n${ELSEWHERE}`,
  };
};

function describe({ id, deliveries, cancelled, in_flight }: Erasure): string {
  const underWay =
    in_flight === 0
      ? ''
      : `\n${in_flight} of them under way: those links may still be written to the ATS.`;
  return `${deliveries} deliveries, ${cancelled} of them cancelled (record ${id}).${underWay}`;
}
