import type { EncryptionProgress } from '@result-links/contracts/admin';
import { openAdmin } from '../../../../api/admin-client.js';
import type { Handler } from '../../../../command.js';
import { CliError } from '../../../../errors.js';
import type { ApiOptions } from '../../../../settings/api-options.js';
import { administer } from '../../administer.js';

/** Round after round, until there is nothing left to look at. */
export const handleRotate: Handler<ApiOptions> = async ({ options }, context) => {
  const client = await openAdmin(options, context);
  const { signal } = context;
  let resealed = 0;
  let round: EncryptionProgress | undefined;
  do {
    const after = round?.next ?? null;
    round = await administer(() => client.rotateEncryption(after, { signal }), 'encryption rotate');
    resealed += round.resealed;
  } while (round.next !== null);
  const { key_id, is_complete } = round;
  if (!is_complete) {
    throw new CliError('later', `Sealed ${resealed} values, but others came in meanwhile.`, {
      reason: 'rotation_incomplete',
      hint: 'A process still seals with another key, or with none. Give all the same keys, then run this again.',
    });
  }
  return {
    data: { key_id, resealed, is_complete },
    text: (style) =>
      `${style.good('Complete:')} ${resealed} values were sealed; everything is sealed with the key "${key_id}". Other keys may go.`,
  };
};
