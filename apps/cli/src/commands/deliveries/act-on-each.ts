import type { DeliveryWithAttempts } from '@result-links/contracts';
import { act } from '../../api/explain-call.js';
import type { LineOutcome } from '../../command.js';
import { CliError } from '../../errors.js';
import { gravestExit, type ExitName } from '../../exit-codes.js';
import { printable } from '../../output/printable.js';

/**
 * Acts on one delivery after the other. One that does not exist, or whose state forbids it, does not
 * keep the others from their turn; anything else would happen to them too, and ends it.
 *
 * @param done what has happened, for the text: `Cancelled`
 */
export async function* actOnEach(
  ids: readonly string[],
  action: (id: string) => Promise<DeliveryWithAttempts>,
  done: string,
): LineOutcome['lines'] {
  const exits: ExitName[] = [];
  for (const id of ids) {
    try {
      const delivery = await act(() => action(id), id);
      const { state, target, integration_id } = delivery;
      const what = printable(`${delivery.id} on ${target.type} ${target.id} (${integration_id})`);
      yield {
        data: delivery,
        text: (style) => `${style.good(`${done}:`)} ${what}, now ${state}`,
      };
    } catch (error) {
      if (!(error instanceof CliError) || !isAboutThisOne(error)) {
        throw error;
      }
      exits.push(error.exit);
      yield { error };
    }
  }
  return gravestExit(exits);
}

function isAboutThisOne({ details: { reason } }: CliError): boolean {
  return reason.startsWith('delivery_');
}
