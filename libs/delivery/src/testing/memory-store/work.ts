import { callShare } from '../../call-share.js';
import { closeAttempt, rebased } from '../../close-attempt.js';
import { AttemptGoneError } from '../../gone.js';
import type { Account, Attempt, Delivery } from '../../model.js';
import { canStart, paceAfter, paceAfterStart } from '../../pacing.js';
import type { FinishInput, StartedAttempt, WorkerLoad, WorkStore } from '../../ports.js';
import { withoutTexts } from '../../privacy/erasing.js';
import { MemoryDeliveryStore } from './deliveries.js';
import {
  copyOf,
  isWaiting,
  keyOf,
  newAccount,
  shownAccount,
  type IntegrationRow,
} from './tables.js';

/** What the worker loop needs, in memory. */
export class MemoryWorkStore extends MemoryDeliveryStore implements WorkStore {
  async startAttempts(
    workerId: string,
    limit: number,
    load?: WorkerLoad,
  ): Promise<StartedAttempt[]> {
    const started: StartedAttempt[] = [];
    const free = load?.free ?? limit;
    const claimants = this.#waiting()
      .filter(([integration]) => load?.isStuck(integration.accountId) !== true)
      .map(([integration, waiting]) => ({
        ...{ integration, queue: this.#due(waiting), firstDueAt: firstDueAt(waiting) },
        callsHere: load?.callsOf({ ...integration, integrationId: integration.id }) ?? 0,
      }));
    while (started.length < Math.min(limit, free)) {
      const share = load ? callShare({ ...load, free: free - started.length }) : limit;
      // The fewest in flight first: fair, however many wait for one of them.
      const [next] = claimants
        .filter(({ queue, callsHere }) => queue.length > 0 && callsHere < share)
        .filter(({ integration }) => this.#permit(integration).ok)
        .map((claimant) => ({ claimant, inFlight: this.inFlight(claimant.integration) }))
        .sort((a, b) => a.inFlight - b.inFlight || a.claimant.firstDueAt - b.claimant.firstDueAt);
      if (!next) break;
      next.claimant.callsHere += 1;
      const { integration, queue } = next.claimant;
      started.push(this.#startAttempt(queue.shift() as Delivery, integration, workerId));
    }
    if (started.length > 0) this.workers.set(workerId, this.now().getTime());
    return started;
  }

  async openAttempts(
    workerId: string,
    isKnown: (attempt: Attempt) => boolean = () => false,
  ): Promise<StartedAttempt[]> {
    const isMeant = (attempt: Attempt) => attempt.workerId === workerId && !isKnown(attempt);
    return copyOf(this.open().filter(({ attempt }) => isMeant(attempt)));
  }

  async finishAttempt(told: FinishInput): Promise<boolean> {
    const now = this.now();
    const input = rebased(copyOf(told), now);
    const delivery = this.deliveries.get(input.deliveryId);
    const attempts = this.attemptsOf(input.deliveryId);
    const index = attempts.findIndex(
      ({ number, startedAt }) =>
        number === input.attemptNumber && startedAt.getTime() === input.startedAt.getTime(),
    );
    const attempt = attempts[index];
    if (!delivery || !attempt) throw new AttemptGoneError(input);

    const { outcome } = input.result;
    const closed = closeAttempt(delivery, attempt, input, this.holdOf(delivery) !== null);
    attempts[index] = closed.attempt;
    this.write(closed.delivery);
    if (closed.attempt !== attempt) {
      const { deliveryId, attemptNumber } = input;
      this.closings.push({ deliveryId, attempt: attemptNumber, outcome, atMs: now.getTime() });
    }
    if (closed.wasOpen) {
      const integration = this.integration(delivery.accountId, delivery.integrationId);
      integration.pace = paceAfter(input.result, integration.pace, now);
    }
    if (closed.wasOpen || closed.delivery !== delivery)
      this.announce([delivery.id], { work: true });
    if (closed.hasEffect) this.#carryOutEffect(delivery, input);
    return closed.wasOpen;
  }

  async heartbeat(workerId: string): Promise<void> {
    this.workers.set(workerId, this.now().getTime());
  }

  async findOrphans(silenceMs: number, limit: number): Promise<StartedAttempt[]> {
    const since = this.now().getTime() - silenceMs;
    const isOrphan = ({ workerId }: Attempt) => (this.workers.get(workerId) ?? -Infinity) < since;
    return copyOf(
      this.open()
        .filter(({ attempt }) => isOrphan(attempt))
        .slice(0, limit),
    );
  }

  async signOff(workerId: string): Promise<void> {
    this.workers.delete(workerId);
  }

  /** Nothing is kept twice here, so nothing can be wrong. */
  async reconcile(): Promise<number> {
    return 0;
  }

  async nextDueAt(): Promise<Date | null> {
    const times = this.#waiting().flatMap(([integration, waiting]) => {
      const permit = this.#permit(integration);
      if (permit.ok) return [firstDueAt(waiting)];
      return permit.notBefore ? [Math.max(firstDueAt(waiting), permit.notBefore.getTime())] : [];
    });
    const earliest = Math.max(Math.min(...times), this.now().getTime());
    return times.length === 0 ? null : new Date(earliest);
  }

  async getAccount(accountId: string): Promise<Account> {
    const account = this.accounts.get(accountId);
    return account ? shownAccount(account) : newAccount(accountId);
  }

  /** Integrations with deliveries that wait, and those. */
  #waiting(): [IntegrationRow, Delivery[]][] {
    const waiting = [...this.deliveries.values()].filter(isWaiting);
    return [...this.integrations].flatMap(([key, row]): [IntegrationRow, Delivery[]][] => {
      const own = waiting.filter((delivery) => keyOf(delivery) === key);
      return own.length === 0 ? [] : [[row, own]];
    });
  }

  /** Those that are due: what was begun first, then the longest due. */
  #due(waiting: readonly Delivery[]): Delivery[] {
    const isNew = ({ attemptCount }: Delivery) => (attemptCount === 0 ? 1 : 0);
    return waiting
      .filter((delivery) => dueAt(delivery) <= this.now().getTime())
      .sort((a, b) => isNew(a) - isNew(b) || dueAt(a) - dueAt(b));
  }

  #permit({ pace, ...integration }: IntegrationRow) {
    return canStart(pace, this.inFlight(integration), this.now(), this.rate);
  }

  #startAttempt(delivery: Delivery, integration: IntegrationRow, workerId: string): StartedAttempt {
    const [now, number] = [this.now(), delivery.attemptCount + 1];
    const attempt: Attempt = {
      ...{ deliveryId: delivery.id, number, workerId, startedAt: now, finishedAt: null },
      ...{ outcome: null, details: null, warnings: [] },
    };
    const moved = { state: 'delivering' as const, nextAttemptAt: null, updatedAt: now };
    this.write({ ...delivery, ...moved, attemptCount: number });
    this.attemptsOf(delivery.id).push(attempt);
    integration.pace = paceAfterStart(integration.pace, now, this.rate);
    return copyOf({ delivery: this.delivery(delivery.id), attempt });
  }

  #carryOutEffect(
    { accountId, integrationId }: Delivery,
    { transition, result }: FinishInput,
  ): void {
    const why = withoutTexts(result.details);
    const now = this.now();
    const held = { probeAt: transition.probeAt ?? now, probeCount: 0 };
    const integration = this.integration(accountId, integrationId);
    const account = this.account(accountId);
    if (transition.effect === 'park_integration' && integration.state === 'active') {
      Object.assign(integration, { ...held, state: 'parked', parkedDetails: why, parkedAt: now });
    } else if (transition.effect === 'pause_account' && account.pausedAt === null) {
      Object.assign(account, { ...held, pausedDetails: why, pausedAt: now });
    } else {
      return;
    }
    for (const delivery of this.deliveries.values()) {
      const hold = isWaiting(delivery) && this.holdOf(delivery);
      if (!hold) continue;
      this.write({ ...delivery, ...hold, state: 'parked', nextAttemptAt: null, updatedAt: now });
    }
    this.announce([null], { work: false });
  }
}

function dueAt({ nextAttemptAt }: Delivery): number {
  return nextAttemptAt?.getTime() ?? 0;
}

function firstDueAt(waiting: readonly Delivery[]): number {
  return Math.min(...waiting.map(dueAt));
}
