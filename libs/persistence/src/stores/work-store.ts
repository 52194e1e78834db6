import { AttemptGoneError } from '@result-links/delivery';
import type {
  Account,
  Attempt,
  Delivery,
  FinishInput,
  StartedAttempt,
  WorkerLoad,
  WorkStore,
} from '@result-links/delivery';
import { findAccount } from '../statements/accounts.js';
import { listOpenAttempts, listOrphanedAttempts } from '../statements/attempts.js';
import { findDeliveries } from '../statements/deliveries.js';
import { deleteWorker, recordHeartbeat } from '../statements/workers.js';
import type { StoreContext } from './context.js';
import { finishGroup } from './finish-attempt.js';
import { GroupCommit } from './group-commit.js';
import { nextDueAt } from './next-due.js';
import { reconcile } from './reconcile.js';
import { startAttempts } from './start-attempts.js';
import { WaitingList } from './waiting-list.js';

/** An account that nobody has saved yet. */
function unknownAccount(id: string): Account {
  return { id, onUnknown: 'hold', pausedDetails: null, pausedAt: null, probeCount: 0 };
}

/**
 * One at a time: two would wait for each other's integrations, and be smaller. Nobody is kept from calling
 * Kombo until an end is committed, so under load they gather for a while: groups of 25 instead of 10 at 1,000
 * deliveries a second.
 */
const FINISH_GROUPS = { maxSize: 200, maxRunning: 1, minApartMs: 25 };

/** What the worker loop needs, in SQL. */
export class SqlWorkStore implements WorkStore {
  readonly #waiting = new WaitingList();
  readonly #finishing: GroupCommit<FinishInput, boolean | 'gone'>;

  constructor(private readonly context: StoreContext) {
    this.#finishing = new GroupCommit((inputs) => finishGroup(context, inputs), FINISH_GROUPS);
  }

  startAttempts(workerId: string, limit: number, load?: WorkerLoad): Promise<StartedAttempt[]> {
    return startAttempts(this.context, this.#waiting, workerId, limit, load);
  }

  async openAttempts(
    workerId: string,
    isKnown: (attempt: Attempt) => boolean = () => false,
  ): Promise<StartedAttempt[]> {
    const { db, identity } = this.context;
    const attempts = await db.transaction(async (tx) => {
      // In a restored database, attempts that this worker has long finished are open again.
      const [maySend, open] = await Promise.all([
        identity.maySend(tx),
        listOpenAttempts(tx, workerId),
      ]);
      return maySend ? open : [];
    });
    return this.#withDeliveries(attempts.filter((attempt) => !isKnown(attempt)));
  }

  async finishAttempt(input: FinishInput): Promise<boolean> {
    const wasOpen = await this.#finishing.submit(input);
    if (wasOpen === 'gone') throw new AttemptGoneError(input);
    return wasOpen;
  }

  heartbeat(workerId: string): Promise<void> {
    return recordHeartbeat(this.context.db, workerId);
  }

  async findOrphans(silenceMs: number, limit: number): Promise<StartedAttempt[]> {
    return this.#withDeliveries(await listOrphanedAttempts(this.context.db, silenceMs, limit));
  }

  signOff(workerId: string): Promise<void> {
    return deleteWorker(this.context.db, workerId);
  }

  reconcile(): Promise<number> {
    return reconcile(this.context);
  }

  nextDueAt(): Promise<Date | null> {
    return nextDueAt(this.context);
  }

  async getAccount(accountId: string): Promise<Account> {
    return (await findAccount(this.context.db, accountId)) ?? unknownAccount(accountId);
  }

  async #withDeliveries(attempts: Attempt[]): Promise<StartedAttempt[]> {
    if (attempts.length === 0) return [];
    const ids = attempts.map((attempt) => attempt.deliveryId);
    const found = await findDeliveries(this.context.db, ids);
    const byId = new Map<string, Delivery>(found.map((delivery) => [delivery.id, delivery]));
    return attempts.flatMap((attempt) => {
      const delivery = byId.get(attempt.deliveryId);
      return delivery ? [{ delivery, attempt }] : [];
    });
  }
}
