import type { Outcome } from '@result-links/kombo-client';
import type { Rate } from '../../gcra.js';
import type { Account, Attempt, Delivery, Integration } from '../../model.js';
import { firstPace, type IntegrationPace } from '../../pacing.js';
import type { DeliveryEvents, IntegrationName, StartedAttempt } from '../../ports.js';
import { isAllowed, type DeliveryState } from '../../states.js';

/** An integration, with its whole pace. */
export interface IntegrationRow extends Omit<
  Integration,
  'concurrencyLimit' | 'window' | 'inFlight' | 'blockedUntil'
> {
  pace: IntegrationPace;
}

/** An account; `probeAt` is when its probe is due, `null` unless it is paused. */
export interface AccountRow extends Account {
  probeAt: Date | null;
}

/** One move of a delivery, as it was committed. */
export interface Move {
  deliveryId: string;
  from: DeliveryState;
  to: DeliveryState;
  atMs: number;
}

/** The rows, and what every port does with them. Refuses every move that is not in the table of states. */
export class MemoryTables implements DeliveryEvents {
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
  /** Whatever a listener threw; it disturbs nobody else. */
  readonly listenerErrors: unknown[] = [];
  readonly #changeListeners = new Set<(deliveryId: string | null) => void>();
  readonly #workListeners = new Set<() => void>();

  constructor(
    protected readonly now: () => Date,
    /** A rate of every integration besides what Kombo tells. */
    public rate?: Rate,
  ) {}

  subscribe(listener: (deliveryId: string | null) => void): () => void {
    this.#changeListeners.add(listener);
    return () => this.#changeListeners.delete(listener);
  }

  onWork(listener: () => void): () => void {
    this.#workListeners.add(listener);
    return () => this.#workListeners.delete(listener);
  }

  /** @param ids changed deliveries; `null` among them: any */
  protected announce(ids: readonly (string | null)[], { work }: { work: boolean }): void {
    for (const id of ids) this.#changeListeners.forEach((listen) => this.#call(() => listen(id)));
    if (work) this.#workListeners.forEach((listener) => this.#call(listener));
  }

  #call(listener: () => void): void {
    try {
      listener();
    } catch (error) {
      this.listenerErrors.push(error);
    }
  }

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
    const account = this.accounts.get(id) ?? { ...newAccount(id), probeAt: null };
    this.accounts.set(id, account);
    return account;
  }

  /** The integration; made on first sight. */
  integration(accountId: string, id: string): IntegrationRow {
    const made: IntegrationRow = {
      ...{ id, accountId, state: 'active', parkedDetails: null, parkedAt: null, probeAt: null },
      ...{ probeCount: 0, pace: firstPace() },
    };
    const key = keyOf({ accountId, integrationId: id });
    const integration = this.integrations.get(key) ?? made;
    this.integrations.set(key, integration);
    return integration;
  }

  inFlight({ accountId, id }: Pick<IntegrationRow, 'accountId' | 'id'>): number {
    return this.open().filter(
      ({ delivery }) => delivery.integrationId === id && delivery.accountId === accountId,
    ).length;
  }

  /** Attempts under way, the oldest first; the rows themselves. */
  protected open(): StartedAttempt[] {
    return [...this.deliveries.values()]
      .flatMap((delivery) =>
        this.attemptsOf(delivery.id)
          .filter(({ finishedAt }) => finishedAt === null)
          .map((attempt) => ({ delivery, attempt })),
      )
      .sort((a, b) => a.attempt.startedAt.getTime() - b.attempt.startedAt.getTime());
  }

  /** Why deliveries of an integration have to wait, of the account first; `null`: they do not. */
  protected holdOf({
    accountId,
    integrationId,
  }: IntegrationName): Pick<Delivery, 'lastOutcome' | 'lastDetails'> | null {
    const { pausedAt, pausedDetails } = this.account(accountId);
    const { state, parkedDetails } = this.integration(accountId, integrationId);
    if (pausedAt !== null) return { lastOutcome: 'account_broken', lastDetails: pausedDetails };
    return state === 'parked'
      ? { lastOutcome: 'integration_broken', lastDetails: parkedDetails }
      : null;
  }

  protected write(next: Delivery): void {
    const { id, state: from } = this.delivery(next.id);
    if (from !== next.state) {
      if (!isAllowed(from, next.state)) {
        this.illegalMoves.push(`${from} → ${next.state}`);
        throw new Error(`not in the table: ${from} → ${next.state}`);
      }
      this.moves.push({ deliveryId: id, from, to: next.state, atMs: this.now().getTime() });
    }
    this.deliveries.set(id, next);
  }
}

/** An account that nobody has saved yet. */
export function newAccount(id: string): Account {
  return { id, onUnknown: 'hold', pausedDetails: null, pausedAt: null, probeCount: 0 };
}

/** What the ports tell of an account. */
export function shownAccount({ probeAt: _, ...account }: AccountRow): Account {
  return copyOf(account);
}

/** Whether a delivery waits for its next attempt. */
export function isWaiting({ state }: Delivery): boolean {
  return state === 'queued' || state === 'retrying';
}

/** A name by which an integration of an account is told from all others. */
export function keyOf({ accountId, integrationId }: IntegrationName): string {
  return JSON.stringify([accountId, integrationId]);
}

/** A copy that shares nothing with the value, which is made of plain objects, lists and dates. */
export function copyOf<T>(value: T): T {
  if (value instanceof Date) return new Date(value) as T;
  if (Array.isArray(value)) return value.map(copyOf) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, of]) => [key, copyOf(of)])) as T;
}
