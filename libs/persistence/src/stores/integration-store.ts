import type { Account, Actor, Integration, IntegrationStore } from '@result-links/delivery';
import { claimDueAccountProbes, postponeAccountProbe } from '../statements/accounts.js';
import { claimDueProbes, findIntegration, postponeProbe } from '../statements/integrations.js';
import type { StoreContext } from './context.js';
import { releaseAccount, releaseIntegration } from './release.js';

/** What probing and releasing need, in SQL. */
export class SqlIntegrationStore implements IntegrationStore {
  constructor(private readonly context: StoreContext) {}

  claimDueProbes(limit: number, claimMs: number): Promise<Integration[]> {
    return claimDueProbes(this.context.db, limit, claimMs);
  }

  postponeProbe(accountId: string, integrationId: string, probeInMs: number): Promise<void> {
    return postponeProbe(this.context.db, { accountId, integrationId }, probeInMs);
  }

  releaseIntegration(accountId: string, integrationId: string, by?: Actor): Promise<number> {
    return releaseIntegration(this.context, { accountId, integrationId }, by);
  }

  getIntegration(accountId: string, integrationId: string): Promise<Integration | null> {
    return findIntegration(this.context.db, { accountId, integrationId });
  }

  claimDueAccountProbes(limit: number, claimMs: number): Promise<Account[]> {
    return claimDueAccountProbes(this.context.db, limit, claimMs);
  }

  postponeAccountProbe(accountId: string, probeInMs: number): Promise<void> {
    return postponeAccountProbe(this.context.db, accountId, probeInMs);
  }

  releaseAccount(accountId: string): Promise<number> {
    return releaseAccount(this.context, accountId);
  }
}
