import type { WebhookEndpoint } from '@result-links/contracts/webhooks';
import { openApi } from '../../../api/client.js';
import { lookUp } from '../../../api/explain-call.js';
import type { Handler, LineOutcome } from '../../../command.js';
import { Table } from '../../../output/table.js';
import type { ApiOptions } from '../../../settings/api-options.js';
import { stateOf } from '../describe.js';
import { WEBHOOK_EVENT_NAMES } from '../event-names.js';

/** All at once: there are few. */
export const handleList: Handler<ApiOptions> = async ({ options }, context) => {
  const client = await openApi(options, context);
  const { signal } = context;
  return {
    lines: rows(await lookUp(() => client.listWebhookEndpoints({ signal }))),
    isReadOnly: true,
  };
};

async function* rows(endpoints: readonly WebhookEndpoint[]): LineOutcome['lines'] {
  yield* new Table<WebhookEndpoint>([
    { title: 'ID', cell: ({ id }) => id },
    { title: 'STATE', cell: stateOf },
    { title: 'URL', cell: ({ url }) => url },
    { title: 'EVENTS', cell: ({ events }) => eventsOf(events) },
  ]).rows(endpoints);
  if (endpoints.length === 0) {
    yield { decoration: () => 'No address is told what happens.' };
  }
  return 'ok';
}

function eventsOf(events: readonly string[]): string {
  return events.length === WEBHOOK_EVENT_NAMES.length ? 'all' : events.join(' ');
}
