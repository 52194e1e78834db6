import { createLogger, type Engine } from '@result-links/engine';
import { readConfig } from '../config/config.js';
import { createApp } from '../create-app.js';
import { watchAnswers } from './watch-answers.js';
import { CONNECTION_TIMEOUTS, type ConnectionTimeouts } from '../hardening/connection-limits.js';

/** A running API with nothing behind it, for what happens before and beside deliveries. */
export async function startBareApp(
  env: Record<string, string> = {},
  timeouts?: Partial<ConnectionTimeouts>,
): Promise<{ url: string; apiKey: string; close(): Promise<void> }> {
  const config = readConfig(env);
  const engine = {
    health: async () => ({
      databaseProblem: null,
      isEnding: false,
      pausedAccounts: [],
      sendingStop: null,
      isFull: false,
    }),
    adminKeys: {
      directory: { hasUsable: async () => false, check: async () => ({ refusal: 'wrong' }) },
    },
    audit: { refusals: { note: () => undefined } },
    apiKeys: { identify: async () => ({ refusal: 'api_key_wrong' }) },
  };
  const app = await createApp(config, engine as unknown as Engine, createLogger('silent'), {
    ...CONNECTION_TIMEOUTS,
    ...timeouts,
  });
  const expectDocumentedAnswers = watchAnswers(app.getHttpServer());
  await app.listen(0, '127.0.0.1');
  const close = async () => {
    await app.close();
    expectDocumentedAnswers();
  };
  return { url: await app.getUrl(), apiKey: config.apiKey, close };
}
