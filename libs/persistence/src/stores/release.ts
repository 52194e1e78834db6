import { paceAfterRelease, type Actor } from '@result-links/delivery';
import type { Transaction } from '../engine/database.js';
import { toPace } from '../rows/integration-row.js';
import { resumeAccount } from '../statements/accounts.js';
import { recordAction } from '../statements/audit-records.js';
import {
  lockIntegrations,
  unparkIntegration,
  updatePaces,
  type IntegrationKey,
  type LockedIntegration,
} from '../statements/integrations.js';
import { unparkBatch } from '../statements/waiting.js';
import type { StoreContext } from './context.js';

const BATCH = 1_000;

/** Activates an integration; everything parked is due at once, its pace lets it out slowly. */
export async function releaseIntegration(
  context: StoreContext,
  key: IntegrationKey,
  by?: Actor,
): Promise<number> {
  return context.db.transaction(async (tx) => {
    const [integration] = await lockIntegrations(tx, [key]);
    if (!integration) return 0;
    const count = await releaseIn(context, tx, integration);
    recordAction(tx, by, {
      action: 'integration.release',
      ...{ accountId: key.accountId, subject: key.integrationId, details: { count } },
    });
    return count;
  });
}

/** The same within a transaction that has the integration locked. */
export async function releaseIn(
  context: StoreContext,
  tx: Transaction,
  { row }: LockedIntegration,
): Promise<number> {
  const key = { accountId: row.account_id, integrationId: row.id };
  if (row.state === 'parked') {
    await unparkIntegration(tx, key);
    const pace = paceAfterRelease(toPace(row));
    updatePaces(tx, [{ ...key, pace, inFlightChange: 0 }]);
  }
  return unpark(context, tx, key);
}

/** Ends the pause of an account; what is parked with its integration stays parked. */
export async function releaseAccount(context: StoreContext, accountId: string): Promise<number> {
  return context.db.transaction(async (tx) => {
    await resumeAccount(tx, accountId);
    return unpark(context, tx, { accountId, integrationId: null });
  });
}

async function unpark(
  context: StoreContext,
  tx: Transaction,
  of: { accountId: string; integrationId: string | null },
): Promise<number> {
  let released = 0;
  for (;;) {
    const batch = await unparkBatch(tx, of, BATCH);
    released += batch;
    if (batch < BATCH) break;
  }
  if (released > 0) await context.news.announce(tx, { deliveryIds: 'many', work: true });
  return released;
}
