import type { Account, Delivery, Integration } from '../../model.js';
import { paceAfterRelease } from '../../pacing.js';
import type { IntegrationStore } from '../../ports.js';
import { later } from '../../waits.js';
import { copyOf, keyOf, shownAccount, type IntegrationRow } from './tables.js';
import { MemoryWorkStore } from './work.js';

/**
 * The stores of `ports.ts` in memory, for tests: every method is atomic because nothing in it waits. It does
 * what `libs/persistence` does in SQL (`store-specs/` holds for both), and refuses every move that is not in the
 * table of states.
 */
export class MemoryStore extends MemoryWorkStore implements IntegrationStore {
  async claimDueProbes(limit: number, claimMs: number): Promise<Integration[]> {
    const parked = [...this.integrations.values()].filter(
      ({ state, accountId }) =>
        state === 'parked' && this.accounts.get(accountId)?.pausedAt === null,
    );
    return this.#claimed(parked, limit, claimMs).map((row) => this.#shown(row));
  }

  async postponeProbe(accountId: string, integrationId: string, probeInMs: number): Promise<void> {
    const integration = this.integrations.get(keyOf({ accountId, integrationId }));
    if (integration?.state === 'parked') this.#postpone(integration, probeInMs);
  }

  async releaseIntegration(accountId: string, integrationId: string): Promise<number> {
    const integration = this.integrations.get(keyOf({ accountId, integrationId }));
    if (integration?.state === 'parked') {
      const active = { state: 'active', parkedDetails: null, parkedAt: null } as const;
      const pace = paceAfterRelease(integration.pace);
      Object.assign(integration, { ...active, probeAt: null, probeCount: 0, pace });
    }
    return this.#unpark(
      (delivery) => delivery.accountId === accountId && delivery.integrationId === integrationId,
    );
  }

  async getIntegration(accountId: string, integrationId: string): Promise<Integration | null> {
    const row = this.integrations.get(keyOf({ accountId, integrationId }));
    return row ? this.#shown(row) : null;
  }

  async claimDueAccountProbes(limit: number, claimMs: number): Promise<Account[]> {
    const paused = [...this.accounts.values()].filter(({ pausedAt }) => pausedAt !== null);
    return this.#claimed(paused, limit, claimMs).map(shownAccount);
  }

  async postponeAccountProbe(accountId: string, probeInMs: number): Promise<void> {
    const account = this.accounts.get(accountId);
    if (account && account.pausedAt !== null) this.#postpone(account, probeInMs);
  }

  async releaseAccount(accountId: string): Promise<number> {
    const resumed = { pausedAt: null, pausedDetails: null, probeAt: null, probeCount: 0 };
    const account = this.accounts.get(accountId);
    if (account) Object.assign(account, resumed);
    return this.#unpark((delivery) => delivery.accountId === accountId);
  }

  /** Those whose probe is due, the longest due first. */
  #claimed<Row extends Probed>(rows: readonly Row[], limit: number, claimMs: number): Row[] {
    const now = this.now();
    const due = rows
      .filter(({ probeAt }) => probeAt !== null && probeAt <= now)
      .sort((a, b) => Number(a.probeAt) - Number(b.probeAt))
      .slice(0, limit);
    due.forEach((row) => (row.probeAt = later(now, claimMs)));
    return due;
  }

  #postpone(row: Probed, probeInMs: number): void {
    row.probeAt = later(this.now(), probeInMs);
    row.probeCount += 1;
  }

  #unpark(isMeant: (delivery: Delivery) => boolean): number {
    const now = this.now();
    const freed = [...this.deliveries.values()].filter(
      (delivery) => delivery.state === 'parked' && isMeant(delivery) && !this.holdOf(delivery),
    );
    for (const delivery of freed) {
      this.write({ ...delivery, state: 'queued', nextAttemptAt: now, updatedAt: now });
    }
    if (freed.length > 0) this.announce([null], { work: true });
    return freed.length;
  }

  #shown({ pace, ...row }: IntegrationRow): Integration {
    const { concurrencyLimit, window, blockedUntil } = pace;
    const inFlight = this.inFlight(row);
    return copyOf({ ...row, concurrencyLimit, window, blockedUntil, inFlight });
  }
}

/** A row that is probed. */
interface Probed {
  probeAt: Date | null;
  probeCount: number;
}
