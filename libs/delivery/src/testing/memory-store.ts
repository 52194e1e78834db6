import type { Outcome } from '@result-links/kombo-client';
import { callShare } from '../call-share.js';
import { closeAttempt, rebased } from '../close-attempt.js';
import type { Rate } from '../gcra.js';
import { AttemptGoneError } from '../gone.js';
import { earlierAnswer } from '../idempotency.js';
import { deliveryIds } from '../delivery-id.js';
import { withoutTexts } from '../privacy/erasing.js';
import type { Account, Attempt, Delivery, Integration, OutcomeDetails } from '../model.js';
import { canStart, firstPace, paceAfter, paceAfterRelease, paceAfterStart } from '../pacing.js';
import type { IntegrationPace } from '../pacing.js';
import type {
  AcceptInput,
  AcceptResult,
  DeliveryEvents,
  DeliveryFilter,
  DeliveryStore,
  FinishInput,
  IntegrationStore,
  StartedAttempt,
  WorkerLoad,
  WorkStore,
} from '../ports.js';
import { later } from '../waits.js';
import { DELIVERY_STATES, isAllowed, type DeliveryState } from '../states.js';

interface IntegrationRow {
  id: string;
  accountId: string;
  state: Integration['state'];
  parkedDetails: OutcomeDetails | null;
  parkedAt: Date | null;
  probeAt: Date | null;
  probeCount: number;
  pace: IntegrationPace;
}

interface AccountRow extends Account {
  probeAt: Date | null;
}

/** One move of a delivery, as it was committed. */
export interface Move {
  deliveryId: string;
  from: DeliveryState;
  to: DeliveryState;
  atMs: number;
}

/**
 * The stores of `ports.ts` in memory, for tests: every method is atomic because nothing in it waits. It has
 * the meaning that `libs/persistence` gives them in SQL, and refuses every move that is not in the table.
 */
export class MemoryStore implements WorkStore, IntegrationStore, DeliveryStore, DeliveryEvents {
  readonly deliveries = new Map<string, Delivery>();
  readonly attempts = new Map<string, Attempt[]>();
  readonly integrations = new Map<string, IntegrationRow>();
  readonly accounts = new Map<string, AccountRow>();
  /** When each worker was heard of last. */
  readonly workers = new Map<string, number>();
  readonly moves: Move[] = [];
  /** Moves that were asked for and refused since they are not in the table: bugs. */
  readonly illegalMoves: string[] = [];
  /** Every outcome an attempt was ever recorded with, oldest first. */
  readonly closings: { deliveryId: string; attempt: number; outcome: Outcome; atMs: number }[] = [];
  private readonly newId: () => string;
  private readonly changeListeners = new Set<(deliveryId: string | null) => void>();
  private readonly workListeners = new Set<() => void>();

  constructor(
    private readonly now: () => Date,
    private readonly rate?: Rate,
  ) {
    this.newId = deliveryIds({ nowMs: () => now().getTime() });
  }

  // --- what the API needs ---

  async accept(input: AcceptInput): Promise<AcceptResult> {
    const answer = earlierAnswer(input, this.deliveries.values(), this.now());
    if (answer.kind !== 'none') {
      return { ...answer, delivery: { ...answer.delivery } };
    }
    const { contentHash, idempotencyKey, accountId, integrationId, target, body } = input;
    const now = this.now();
    const delivery: Delivery = {
      ...{ id: this.newId(), accountId, integrationId, target, body, contentHash, idempotencyKey },
      state: 'queued',
      attemptCount: 0,
      countedAttempts: 0,
      throttledInARow: 0,
      nextAttemptAt: now,
      lastOutcome: null,
      lastDetails: null,
      warnings: [],
      acceptedAt: now,
      updatedAt: now,
    };
    this.deliveries.set(delivery.id, delivery);
    this.attempts.set(delivery.id, []);
    this.parkIfHeld(delivery.id);
    this.tellWork();
    return { kind: 'accepted', delivery: { ...this.delivery(delivery.id) } };
  }

  async find(accountId: string, id: string): Promise<Delivery | null> {
    const delivery = this.deliveries.get(id);
    return delivery?.accountId === accountId ? { ...delivery } : null;
  }

  async listAttempts(accountId: string, deliveryId: string): Promise<Attempt[]> {
    const delivery = await this.find(accountId, deliveryId);
    return delivery ? this.attemptsOf(deliveryId).map((attempt) => ({ ...attempt })) : [];
  }

  async list(
    filter: DeliveryFilter,
    page: { limit: number; cursor?: string },
  ): Promise<{ deliveries: Delivery[]; nextCursor: string | null }> {
    const matching = this.matching(filter)
      .filter(({ id }) => page.cursor === undefined || id < page.cursor)
      .sort((a, b) => (a.id < b.id ? 1 : -1));
    const deliveries = matching.slice(0, page.limit).map((delivery) => ({ ...delivery }));
    const nextCursor = matching.length > page.limit ? (deliveries.at(-1)?.id ?? null) : null;
    return { deliveries, nextCursor };
  }

  async move(
    accountId: string,
    id: string,
    from: readonly DeliveryState[],
    to: DeliveryState,
  ): Promise<{ moved: boolean; delivery: Delivery } | null> {
    const delivery = await this.find(accountId, id);
    if (!delivery) {
      return null;
    }
    const moved = from.includes(delivery.state);
    if (moved) {
      this.moveByHand(id, to);
    }
    return { moved, delivery: { ...this.delivery(id) } };
  }

  async requeueAll(
    filter: DeliveryFilter,
    from: readonly DeliveryState[],
    { dryRun }: { dryRun: boolean },
  ): Promise<number> {
    const matching = this.matching(filter).filter(({ state }) => from.includes(state));
    if (!dryRun) {
      matching.forEach(({ id }) => this.moveByHand(id, 'queued'));
    }
    return matching.length;
  }

  async countByState(accountId: string): Promise<Record<DeliveryState, number>> {
    const counts = Object.fromEntries(DELIVERY_STATES.map((state) => [state, 0]));
    this.matching({ accountId }).forEach(({ state }) => (counts[state] = (counts[state] ?? 0) + 1));
    return counts as Record<DeliveryState, number>;
  }

  async listPausedAccounts(): Promise<Account[]> {
    return [...this.accounts.values()].filter(({ pausedAt }) => pausedAt !== null);
  }

  // --- what the worker needs ---

  async startAttempts(
    workerId: string,
    limit: number,
    load?: WorkerLoad,
  ): Promise<StartedAttempt[]> {
    const started: StartedAttempt[] = [];
    const waiting = [...this.dueByIntegration()].map(([key, queue]) => {
      const integration = this.integrations.get(key) as IntegrationRow;
      const callsHere = load?.callsOf({ ...integration, integrationId: integration.id }) ?? 0;
      return { integration, queue, callsHere, inFlight: this.inFlight(integration) };
    });
    while (started.length < limit) {
      const share = load && callShare({ ...load, free: load.free - started.length });
      // The fewest in flight first: fair, however many wait for one of them.
      const [next] = waiting
        .filter(({ queue, callsHere }) => queue.length > 0 && callsHere < (share ?? Infinity))
        .filter(({ integration }) => this.mayStart(integration))
        .filter(({ integration }) => load?.isStuck(integration.accountId) !== true)
        .sort((a, b) => a.inFlight - b.inFlight);
      if (!next) break;
      next.inFlight += 1;
      next.callsHere += 1;
      started.push(this.startAttempt(next.queue.shift() as Delivery, next.integration, workerId));
    }
    return started;
  }

  async openAttempts(
    workerId: string,
    isKnown: (attempt: Attempt) => boolean = () => false,
  ): Promise<StartedAttempt[]> {
    return this.open().filter(({ attempt }) => attempt.workerId === workerId && !isKnown(attempt));
  }

  async finishAttempt(told: FinishInput): Promise<boolean> {
    const input = rebased(told, this.now());
    const delivery = this.deliveries.get(input.deliveryId);
    const attempts = this.attempts.get(input.deliveryId) ?? [];
    const attempt = attempts.find(
      ({ number, startedAt }) =>
        number === input.attemptNumber && startedAt.getTime() === input.startedAt.getTime(),
    );
    if (!delivery || !attempt) {
      throw new AttemptGoneError(input);
    }
    const integration = this.integration(delivery.accountId, delivery.integrationId);
    const { transition, result } = input;
    if (closeAttempt(delivery, attempt, input, false).hasEffect) {
      if (transition.effect === 'park_integration') {
        this.parkIntegration(integration, withoutTexts(result.details), transition.probeAt);
      } else if (transition.effect === 'pause_account') {
        this.pauseAccount(delivery.accountId, withoutTexts(result.details), transition.probeAt);
      }
    }
    const closed = closeAttempt(delivery, attempt, input, this.isHeld(delivery));
    attempts[attempts.indexOf(attempt)] = closed.attempt;
    this.write(closed.delivery);
    if (closed.attempt !== attempt) {
      this.closings.push({
        ...{ deliveryId: delivery.id, attempt: attempt.number },
        ...{ outcome: result.outcome, atMs: this.now().getTime() },
      });
    }
    if (closed.wasOpen) {
      integration.pace = paceAfter(result, integration.pace, this.now());
    }
    this.tellWork();
    return closed.wasOpen;
  }

  async heartbeat(workerId: string): Promise<void> {
    this.workers.set(workerId, this.now().getTime());
  }

  async findOrphans(silenceMs: number, limit: number): Promise<StartedAttempt[]> {
    const nowMs = this.now().getTime();
    return this.open()
      .filter(({ attempt }) => nowMs - (this.workers.get(attempt.workerId) ?? 0) >= silenceMs)
      .slice(0, limit);
  }

  async signOff(workerId: string): Promise<void> {
    this.workers.delete(workerId);
  }

  async reconcile(): Promise<number> {
    return 0;
  }

  async nextDueAt(): Promise<Date | null> {
    const times = [...this.deliveries.values()]
      .filter((delivery) => isWaiting(delivery))
      .map(({ nextAttemptAt }) => nextAttemptAt?.getTime() ?? 0);
    return times.length === 0 ? null : new Date(Math.min(...times));
  }

  async getAccount(accountId: string): Promise<Account> {
    return { ...this.account(accountId) };
  }

  // --- what probing needs ---

  async claimDueProbes(limit: number, claimMs: number): Promise<Integration[]> {
    const due = [...this.integrations.values()]
      .filter(
        ({ state, probeAt }) => state === 'parked' && probeAt !== null && probeAt <= this.now(),
      )
      .slice(0, limit);
    due.forEach((integration) => (integration.probeAt = later(this.now(), claimMs)));
    return due.map((row) => this.shown(row));
  }

  async postponeProbe(accountId: string, integrationId: string, probeInMs: number): Promise<void> {
    const integration = this.integration(accountId, integrationId);
    if (integration.state === 'parked') {
      const probeAt = later(this.now(), probeInMs);
      Object.assign(integration, { probeAt, probeCount: integration.probeCount + 1 });
    }
  }

  async releaseIntegration(accountId: string, integrationId: string): Promise<number> {
    const integration = this.integration(accountId, integrationId);
    if (integration.state === 'parked') {
      Object.assign(integration, {
        state: 'active',
        parkedDetails: null,
        parkedAt: null,
        probeAt: null,
      });
      Object.assign(integration, { probeCount: 0, pace: paceAfterRelease(integration.pace) });
    }
    return this.unpark(
      (delivery) => delivery.integrationId === integrationId && delivery.accountId === accountId,
    );
  }

  async getIntegration(accountId: string, integrationId: string): Promise<Integration | null> {
    const row = this.integrations.get(keyOf(accountId, integrationId));
    return row ? this.shown(row) : null;
  }

  async claimDueAccountProbes(limit: number, claimMs: number): Promise<Account[]> {
    const due = [...this.accounts.values()]
      .filter(
        ({ pausedAt, probeAt }) => pausedAt !== null && probeAt !== null && probeAt <= this.now(),
      )
      .slice(0, limit);
    due.forEach((account) => (account.probeAt = later(this.now(), claimMs)));
    return due.map((account) => ({ ...account }));
  }

  async postponeAccountProbe(accountId: string, probeInMs: number): Promise<void> {
    const account = this.account(accountId);
    if (account.pausedAt !== null) {
      const probeAt = later(this.now(), probeInMs);
      Object.assign(account, { probeAt, probeCount: account.probeCount + 1 });
    }
  }

  async releaseAccount(accountId: string): Promise<number> {
    const account = this.account(accountId);
    Object.assign(account, { pausedAt: null, pausedDetails: null, probeAt: null, probeCount: 0 });
    return this.unpark((delivery) => delivery.accountId === accountId);
  }

  // --- events ---

  subscribe(listener: (deliveryId: string | null) => void): () => void {
    this.changeListeners.add(listener);
    return () => this.changeListeners.delete(listener);
  }

  onWork(listener: () => void): () => void {
    this.workListeners.add(listener);
    return () => this.workListeners.delete(listener);
  }

  // --- rows ---

  delivery(id: string): Delivery {
    const delivery = this.deliveries.get(id);
    if (!delivery) {
      throw new Error(`no delivery ${id}`);
    }
    return delivery;
  }

  attemptsOf(deliveryId: string): Attempt[] {
    return this.attempts.get(deliveryId) ?? [];
  }

  /** The account; made on first sight. */
  account(id: string): AccountRow {
    const made = {
      id,
      onUnknown: 'hold' as const,
      pausedDetails: null,
      pausedAt: null,
      probeCount: 0,
      probeAt: null,
    };
    const account = this.accounts.get(id) ?? made;
    this.accounts.set(id, account);
    return account;
  }

  /** The integration; made on first sight. */
  integration(accountId: string, id: string): IntegrationRow {
    const made: IntegrationRow = {
      ...{ id, accountId, state: 'active', parkedDetails: null, parkedAt: null, probeAt: null },
      ...{ probeCount: 0, pace: firstPace() },
    };
    const integration = this.integrations.get(keyOf(accountId, id)) ?? made;
    this.integrations.set(keyOf(accountId, id), integration);
    return integration;
  }

  inFlight(integration: IntegrationRow): number {
    return this.open().filter(
      ({ delivery }) =>
        delivery.integrationId === integration.id && delivery.accountId === integration.accountId,
    ).length;
  }

  // --- how it is done ---

  private open(): StartedAttempt[] {
    return [...this.deliveries.values()].flatMap((delivery) =>
      this.attemptsOf(delivery.id)
        .filter(({ finishedAt }) => finishedAt === null)
        .map((attempt) => ({ delivery: { ...delivery }, attempt: { ...attempt } })),
    );
  }

  private dueByIntegration(): Map<string, Delivery[]> {
    const nowMs = this.now().getTime();
    const due = [...this.deliveries.values()]
      .filter(
        (delivery) => isWaiting(delivery) && (delivery.nextAttemptAt?.getTime() ?? 0) <= nowMs,
      )
      .filter((delivery) => !this.isHeld(delivery))
      .sort((a, b) => (a.nextAttemptAt?.getTime() ?? 0) - (b.nextAttemptAt?.getTime() ?? 0));
    const queues = new Map<string, Delivery[]>();
    for (const delivery of due) {
      const key = keyOf(delivery.accountId, delivery.integrationId);
      queues.set(key, [...(queues.get(key) ?? []), delivery]);
    }
    return queues;
  }

  private mayStart(integration: IntegrationRow): boolean {
    return canStart(integration.pace, this.inFlight(integration), this.now(), this.rate).ok;
  }

  private startAttempt(
    delivery: Delivery,
    integration: IntegrationRow,
    workerId: string,
  ): StartedAttempt {
    const number = delivery.attemptCount + 1;
    const attempt: Attempt = {
      ...{ deliveryId: delivery.id, number, workerId, startedAt: this.now(), finishedAt: null },
      ...{ outcome: null, details: null, warnings: [] },
    };
    this.write({ ...delivery, state: 'delivering', attemptCount: number, nextAttemptAt: null });
    this.attemptsOf(delivery.id).push(attempt);
    integration.pace = paceAfterStart(integration.pace, this.now(), this.rate);
    return { delivery: { ...this.delivery(delivery.id) }, attempt: { ...attempt } };
  }

  private moveByHand(id: string, to: DeliveryState): void {
    const nextAttemptAt = to === 'queued' ? this.now() : null;
    const fresh = to === 'queued' ? { countedAttempts: 0, throttledInARow: 0 } : {};
    this.write({ ...this.delivery(id), ...fresh, state: to, nextAttemptAt, updatedAt: this.now() });
    this.parkIfHeld(id);
    this.tellWork();
  }

  private parkIntegration(
    row: IntegrationRow,
    details: OutcomeDetails,
    probeAt: Date | null,
  ): void {
    if (row.state === 'active') {
      Object.assign(row, {
        state: 'parked',
        parkedDetails: details,
        parkedAt: this.now(),
        probeAt,
        probeCount: 0,
      });
    }
    this.deliveries.forEach(({ id }) => this.parkIfHeld(id));
  }

  private pauseAccount(accountId: string, details: OutcomeDetails, probeAt: Date | null): void {
    const account = this.account(accountId);
    if (account.pausedAt === null) {
      Object.assign(account, {
        pausedAt: this.now(),
        pausedDetails: details,
        probeAt,
        probeCount: 0,
      });
    }
    this.deliveries.forEach(({ id }) => this.parkIfHeld(id));
  }

  private isHeld({ accountId, integrationId }: Delivery): boolean {
    const isParked = this.integration(accountId, integrationId).state === 'parked';
    return isParked || this.account(accountId).pausedAt !== null;
  }

  private parkIfHeld(id: string): void {
    const delivery = this.delivery(id);
    if (isWaiting(delivery) && this.isHeld(delivery)) {
      const { parkedDetails } = this.integration(delivery.accountId, delivery.integrationId);
      const { pausedDetails } = this.account(delivery.accountId);
      this.write({
        ...delivery,
        state: 'parked',
        nextAttemptAt: null,
        lastOutcome: parkedDetails ? 'integration_broken' : 'account_broken',
        lastDetails: parkedDetails ?? pausedDetails,
      });
    }
  }

  private unpark(isMeant: (delivery: Delivery) => boolean): number {
    const freed = [...this.deliveries.values()].filter(
      (delivery) => delivery.state === 'parked' && isMeant(delivery) && !this.isHeld(delivery),
    );
    freed.forEach((delivery) =>
      this.write({ ...delivery, state: 'queued', nextAttemptAt: this.now() }),
    );
    this.tellWork();
    return freed.length;
  }

  private matching(filter: DeliveryFilter): Delivery[] {
    return [...this.deliveries.values()].filter(
      (delivery) =>
        delivery.accountId === filter.accountId &&
        (filter.ids?.includes(delivery.id) ?? true) &&
        (filter.states?.includes(delivery.state) ?? true) &&
        (filter.integrationId ?? delivery.integrationId) === delivery.integrationId &&
        (filter.target?.type ?? delivery.target.type) === delivery.target.type &&
        (filter.target?.id ?? delivery.target.id) === delivery.target.id &&
        (filter.errorCode === undefined || filter.errorCode === delivery.lastDetails?.code) &&
        (filter.acceptedAfter === undefined || delivery.acceptedAt > filter.acceptedAfter) &&
        (filter.acceptedBefore === undefined || delivery.acceptedAt < filter.acceptedBefore),
    );
  }

  private write(next: Delivery): void {
    const { id, state: from } = this.delivery(next.id);
    if (from !== next.state) {
      if (!isAllowed(from, next.state)) {
        this.illegalMoves.push(`${from} → ${next.state}`);
        throw new Error(`not in the table: ${from} → ${next.state}`);
      }
      this.moves.push({ deliveryId: id, from, to: next.state, atMs: this.now().getTime() });
    }
    this.deliveries.set(id, next);
    this.changeListeners.forEach((listener) => listener(id));
  }

  private tellWork(): void {
    this.workListeners.forEach((listener) => listener());
  }

  private shown({ pace, ...row }: IntegrationRow): Integration {
    const { concurrencyLimit, window, blockedUntil } = pace;
    const inFlight = this.inFlight({ ...row, pace });
    return { ...row, concurrencyLimit, window, blockedUntil, inFlight };
  }
}

function isWaiting({ state }: Delivery): boolean {
  return state === 'queued' || state === 'retrying';
}

function keyOf(accountId: string, integrationId: string): string {
  return `${accountId} ${integrationId}`;
}
