import type { WebhookAttempt } from '@result-links/contracts/webhooks';
import { shortTime } from '../../../output/time.js';
import { openApi } from '../../../api/client.js';
import { lookUp } from '../../../api/explain-call.js';
import type { Handler, LineOutcome } from '../../../command.js';
import { Table } from '../../../output/table.js';
import { readIds } from '../../../settings/ids.js';
import type { ApiOptions } from '../../../settings/api-options.js';

/** What the flags of `webhooks attempts` become. */
export interface AttemptsOptions extends ApiOptions {
  limit?: number;
}

export const handleAttempts: Handler<AttemptsOptions> = async ({ args, options }, context) => {
  const [id = ''] = readIds(args);
  const { limit } = options;
  const client = await openApi(options, context);
  const { signal } = context;
  const query = limit === undefined ? {} : { limit };
  const attempts = await lookUp(() => client.listWebhookAttempts(id, query, { signal }));
  return { lines: rows(attempts), isReadOnly: true };
};

async function* rows(attempts: readonly WebhookAttempt[]): LineOutcome['lines'] {
  yield* new Table<WebhookAttempt>([
    { title: 'SENT', cell: ({ started_at }) => shortTime(started_at) },
    { title: 'TYPE', cell: ({ type }) => type },
    { title: 'TRY', cell: ({ number }) => String(number) },
    { title: 'MS', cell: ({ duration_ms }) => String(duration_ms) },
    { title: 'RESULT', cell: ({ error, http_status }) => error ?? `answered ${http_status}` },
    {
      title: 'NEXT',
      cell: ({ next_attempt_at }) => (next_attempt_at === null ? '' : shortTime(next_attempt_at)),
    },
    { title: 'MESSAGE', cell: ({ message_id }) => message_id },
  ]).rows(attempts);
  if (attempts.length === 0) {
    yield { decoration: () => 'Nothing was sent to it lately.' };
  }
  return 'ok';
}
