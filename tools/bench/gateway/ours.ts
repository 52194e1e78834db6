/* eslint-disable @nx/enforce-module-boundaries -- put together from the built API, which is no package */
import { randomUUID } from 'node:crypto';
import { KomboCourier, type AcceptInput, type Delivery } from '@result-links/delivery';
import { createLogger, type Engine } from '@result-links/engine';
import { KomboClient } from '@result-links/kombo-client';
import { readConfig } from '../../../apps/api/dist/config/config.js';
import { createApp } from '../../../apps/api/dist/create-app.js';
import { tellParent } from '../lib/parent.ts';

/**
 * The API's own routes, guards, pipes and answers, with an engine that keeps nothing: what is accepted is
 * sent at once, or without a base URL taken for delivered. Put together here only; the product has no such
 * switch: `ours.ts <API key> [base URL]`.
 */
const [, , apiKey = '', baseUrl = ''] = process.argv;
const kombo = new KomboClient({ apiKey: 'bench', baseUrl: baseUrl || 'http://127.0.0.1:9/v1' });
const courier = new KomboCourier(() => kombo);

async function accept(input: AcceptInput): Promise<{ kind: 'accepted'; delivery: Delivery }> {
  const { accountId, integrationId, target, body, contentHash, idempotencyKey } = input;
  const now = new Date();
  const delivery: Delivery = {
    ...{ id: randomUUID(), accountId, integrationId, target, body, contentHash, idempotencyKey },
    state: 'delivering',
    ...{ attemptCount: 1, countedAttempts: 0, throttledInARow: 0, nextAttemptAt: null },
    ...{ lastOutcome: null, lastDetails: null, warnings: [], acceptedAt: now, updatedAt: now },
  };
  return { kind: 'accepted', delivery };
}

async function wait(delivery: Delivery): Promise<Delivery> {
  if (baseUrl === '') return { ...delivery, state: 'delivered', lastOutcome: 'delivered' };
  const result = await courier.send(delivery, new AbortController().signal);
  const state = result.outcome === 'delivered' ? 'delivered' : 'failed';
  const { outcome: lastOutcome, details: lastDetails, warnings } = result;
  return { ...delivery, state, lastOutcome, lastDetails, warnings };
}

const engine = {
  deliveries: { accept },
  waiter: { wait },
  dedupeWindowMs: 0,
  findClient: async () => kombo,
} as unknown as Engine;
const config = readConfig({
  RESULT_LINKS_API_KEY: apiKey,
  RESULT_LINKS_RATE_LIMIT: 'off',
  PORT: '0',
});
const app = await createApp(config, engine, createLogger('silent'));
await app.listen(0, '127.0.0.1');
tellParent(await app.getUrl());
