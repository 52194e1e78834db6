import { openAdmin } from '../../../api/admin-client.js';
import type { Handler, Line } from '../../../command.js';
import { CliError } from '../../../errors.js';
import type { ExitName } from '../../../exit-codes.js';
import { printableJson } from '../../../output/printable.js';
import { administer } from '../administer.js';
import type { ApiOptions } from '../../../settings/api-options.js';

/** What the flags of `admin export` become. */
export interface ExportOptions extends ApiOptions {
  account?: string;
  integration?: string;
  /** RFC 3339 in UTC. */
  since?: string;
  /** RFC 3339 in UTC. */
  until?: string;
  after?: string;
  bodies?: boolean;
}

/** Line by line as they come: nothing is kept, however long it is. */
export const handleExport: Handler<ExportOptions> = async ({ options }, context) => {
  const { account, integration, since, until, after, bodies } = options;
  const client = await openAdmin(options, context);
  const lines = client.exportAudit(
    {
      ...(account !== undefined && { account_id: account }),
      ...(integration !== undefined && { integration_id: integration }),
      ...(since !== undefined && { accepted_after: since }),
      ...(until !== undefined && { accepted_before: until }),
      ...(after !== undefined && { after }),
      ...(bodies === true && { include_bodies: true }),
    },
    { signal: context.signal },
  );
  return { lines: rows(lines), isReadOnly: true };
};

async function* rows(
  lines: AsyncGenerator<{ type: string }>,
): AsyncGenerator<Line, ExitName, undefined> {
  let isComplete = false;
  for (;;) {
    const next = await administer(() => lines.next(), 'export');
    if (next.done === true) break;
    isComplete = next.value.type === 'end';
    const line = next.value;
    yield { data: line, text: () => printableJson(JSON.stringify(line)) };
  }
  if (!isComplete) {
    throw new CliError('later', 'The export was cut off.', {
      reason: 'export_incomplete',
      hint: 'Go on with --after and the id of the last delivery.',
    });
  }
  return 'ok';
}
