import type { FinishInput } from './ports.js';

/**
 * The store no longer has the attempt. A committed row disappears only with the database itself: a failover
 * to an asynchronous standby, a restore, rows deleted by hand.
 */
export class AttemptGoneError extends Error {
  readonly code = 'attempt_gone';

  constructor({ deliveryId, attemptNumber }: Pick<FinishInput, 'deliveryId' | 'attemptNumber'>) {
    super(`The database has lost attempt ${attemptNumber} of delivery ${deliveryId}`);
    this.name = 'AttemptGoneError';
  }
}

/** The store no longer has the delivery, see {@link AttemptGoneError}. */
export class DeliveryGoneError extends Error {
  readonly code = 'delivery_gone';

  constructor(readonly deliveryId: string) {
    super(`The database has lost delivery ${deliveryId}`);
    this.name = 'DeliveryGoneError';
  }
}
