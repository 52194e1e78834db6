import { setTimeout as sleep } from 'node:timers/promises';
import type { ResultLinksClient } from '@result-links/api-client';
import type { WebhookAttempt } from '@result-links/contracts/webhooks';
import { openApi } from '../../../api/client.js';
import { changeWebhooks, lookUp } from '../../../api/explain-call.js';
import type { Handler, Outcome } from '../../../command.js';
import { printable } from '../../../output/printable.js';
import type { ApiOptions } from '../../../settings/api-options.js';
import { readIds } from '../../../settings/ids.js';

/** An attempt takes 15 s at most, and is begun within about a second. */
const LOOKS = 40;
const LOOK_EVERY_MS = 500;

/** Queues the event, then looks for its attempt. */
export const handleTest: Handler<ApiOptions> = async ({ args, options }, context) => {
  const [id = ''] = readIds(args);
  const client = await openApi(options, context);
  const { signal } = context;
  const { message_id } = await changeWebhooks(() => client.testWebhookEndpoint(id, { signal }));
  const attempt = await attemptOf(client, id, message_id, signal);
  return attempt === undefined ? pending(id, message_id) : outcomeOf(attempt);
};

async function attemptOf(
  client: ResultLinksClient,
  id: string,
  messageId: string,
  signal: AbortSignal,
): Promise<WebhookAttempt | undefined> {
  for (let look = 0; look < LOOKS && !signal.aborted; look += 1) {
    await sleep(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
    const attempts = await lookUp(() => client.listWebhookAttempts(id, { limit: 50 }, { signal }));
    const attempt = attempts.find(({ message_id }) => message_id === messageId);
    if (attempt !== undefined) {
      return attempt;
    }
  }
  return undefined;
}

function outcomeOf(attempt: WebhookAttempt): Outcome {
  const { succeeded, http_status, duration_ms, error } = attempt;
  return {
    data: attempt,
    text: (style) =>
      succeeded
        ? `${style.good('Arrived:')} answered ${http_status} after ${duration_ms} ms`
        : `${style.bad('Failed:')} ${printable(error ?? '')}`,
    exit: succeeded ? 'ok' : 'rejected',
  };
}

function pending(id: string, messageId: string): Outcome {
  return {
    data: { message_id: messageId, succeeded: null },
    text: () =>
      `Queued as ${messageId}, but not sent yet: does a process deliver? See result-links webhooks attempts ${printable(id)}`,
    exit: 'later',
  };
}
