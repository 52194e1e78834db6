import { later, probeWaitMs } from '@result-links/delivery';
import type { IntegrationNews, OutcomeDetails } from '@result-links/delivery';
import type { Transaction } from '../engine/database.js';
import { advanceKomboState, probeNow, rememberKomboWebhook } from '../statements/kombo-webhooks.js';
import {
  lockIntegrations,
  parkIntegration,
  type IntegrationKey,
} from '../statements/integrations.js';
import { parkWaiting } from '../statements/waiting.js';
import type { StoreContext } from './context.js';
import { releaseIn } from './release.js';

/** A verified webhook of Kombo. */
export interface KomboWebhookInput {
  accountId: string;
  /** The same when Kombo sends it again. */
  id: string;
  type: string;
  news: IntegrationNews;
}

/** What a webhook of Kombo did. */
export interface KomboWebhookEffect {
  /**
   * `replayed`: it had come before. `unknown_integration`: nothing was ever accepted for it.
   * `outdated`: newer news came before. `released`, `parked`, `probed`: done.
   */
  effect: 'replayed' | 'unknown_integration' | 'outdated' | 'released' | 'parked' | 'probed';
  /** Deliveries released or parked by it. */
  deliveries: number;
}

/** Acts on a webhook of Kombo, once: remembering it and what follows is one transaction. */
export async function applyKomboWebhook(
  context: StoreContext,
  { news, ...webhook }: KomboWebhookInput,
): Promise<KomboWebhookEffect> {
  return context.db.transaction(async (tx) => {
    if (!(await rememberKomboWebhook(tx, webhook))) return { effect: 'replayed', deliveries: 0 };
    const key = { accountId: webhook.accountId, integrationId: news.integrationId };
    const [integration] = await lockIntegrations(tx, [key]);
    if (!integration) return { effect: 'unknown_integration', deliveries: 0 };
    if (news.at !== null && !(await advanceKomboState(tx, key, news.at))) {
      return { effect: 'outdated', deliveries: 0 };
    }
    switch (news.effect) {
      case 'release':
        return { effect: 'released', deliveries: await releaseIn(context, tx, integration) };
      case 'park': {
        const deliveries = await park(context, tx, key, news.details, integration.now);
        return { effect: 'parked', deliveries };
      }
      case 'probe':
        await probeNow(tx, key);
        return { effect: 'probed', deliveries: 0 };
    }
  });
}

/** As after an attempt of the outcome `integration_broken`. */
async function park(
  { news }: StoreContext,
  tx: Transaction,
  key: IntegrationKey,
  details: OutcomeDetails | null,
  now: Date,
): Promise<number> {
  const why = details ?? NO_DETAILS;
  await parkIntegration(tx, key, why, now, later(now, probeWaitMs(0, Math.random)));
  const parked = await parkWaiting(tx, key, 'integration_broken', why);
  await news.announce(tx, { deliveryIds: 'many' });
  return parked;
}

const NO_DETAILS: OutcomeDetails = {
  httpStatus: null,
  code: null,
  title: null,
  message: 'Kombo said so in a webhook.',
  logUrl: null,
  requestSent: 'no',
};
