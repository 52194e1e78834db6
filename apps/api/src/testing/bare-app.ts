import { createLogger, type Engine } from '@result-links/engine';
import { readConfig } from '../config/config.js';
import { createApp } from '../create-app.js';

/** A running API with nothing behind it, for what happens before and beside deliveries. */
export async function startBareApp(): Promise<{ url: string; close(): Promise<void> }> {
  const engine = { health: async () => ({ isDatabaseUp: true, pausedAccounts: [] }) };
  const app = await createApp(readConfig({}), engine as unknown as Engine, createLogger('silent'));
  await app.listen(0, '127.0.0.1');
  return { url: await app.getUrl(), close: () => app.close() };
}
