import type { Actor } from '../audit/index.js';
import type { Attempt, Delivery, Target } from '../model.js';
import type { DeliveryState } from '../states.js';

/** What is to be forgotten: everything about one target. */
export interface ErasureRequest {
  target: Target;
  /** `null`: of all accounts. */
  accountId: string | null;
  /** `null`: of all integrations. */
  integrationId: string | null;
}

/** That something was erased: numbers and times, nothing about whom. */
export interface Erasure {
  id: string;
  targetType: Target['type'];
  accountId: string | null;
  integrationId: string | null;
  erasedAt: Date;
  /** Deliveries that were erased. */
  deliveryCount: number;
  /** How many of them were still waiting, and are cancelled now. */
  cancelledCount: number;
  /** For how many of them an attempt was under way: those links may still be written to the ATS. */
  inFlightCount: number;
}

/** Which deliveries an audit is about; absent filters match all. */
export interface AuditFilter {
  accountId?: string;
  integrationId?: string;
  acceptedAfter?: Date;
  acceptedBefore?: Date;
}

/** A move by hand. */
export interface ManualMove {
  at: Date;
  from: DeliveryState;
  to: DeliveryState;
  note: string;
}

/** Everything that is known about one delivery. */
export interface AuditedDelivery {
  /** Its body is `null` unless bodies were asked for. */
  delivery: Delivery;
  /** When its content was erased; `null`: it was not. */
  erasedAt: Date | null;
  attempts: Attempt[];
  moves: ManualMove[];
}

/** What keeping personal data no longer than needed, and accounting for it, needs of the database. */
export interface PrivacyStore {
  /**
   * Erases the content (body, Kombo's texts, log pages) of up to `limit` deliveries that ended longer
   * than `retentionMs` ago, the longest ended first. What is left: ids, target, states, outcomes, codes,
   * times, hash. One replica at a time.
   *
   * @returns how many; fewer than `limit`: nothing is left to do, or another replica is at it
   */
  eraseEnded(retentionMs: number, limit: number): Promise<number>;
  /**
   * Erases all deliveries to a target, batch by batch: content, target id, hash and idempotency key.
   * Those that wait are cancelled. An attempt under way goes on, its outcome is kept without texts, and
   * nothing is sent again after it. Calling it again finishes what was interrupted.
   */
  eraseTarget(request: ErasureRequest, by?: Actor): Promise<Erasure>;
  /** Records of erasures by target, newest first, at most 1,000. */
  listErasures(): Promise<Erasure[]>;
  /** Deliveries with all that happened to them, by id (so by time), after `afterId`. */
  audit(
    filter: AuditFilter,
    page: { afterId: string | null; limit: number; withBodies: boolean },
  ): Promise<AuditedDelivery[]>;
}
