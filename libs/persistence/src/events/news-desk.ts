import type { AccountEvents, DeliveryEvents } from '@result-links/delivery';
import type { Transaction } from '../engine/database.js';

/** What a transaction has changed that others may be waiting for. */
export interface News {
  /** Deliveries that changed; `many`: too many to name, look again. */
  deliveryIds?: readonly string[] | 'many';
  /** Whether work may have become due. */
  work?: boolean;
  /** Whether accounts or keys changed. */
  accounts?: boolean;
}

/** Carries the news of committed transactions to the listeners of this and every other process. */
export interface NewsDesk extends DeliveryEvents, AccountEvents {
  /** Whether news of other processes arrive, as far as is known. */
  readonly isHearing: boolean;
  start(): void;
  /** Tells once `tx` is committed; says nothing when it is rolled back. */
  announce(tx: Transaction, news: News): Promise<void>;
  stop(): Promise<void>;
}
