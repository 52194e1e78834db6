import type { Rate } from '../../gcra.js';
import type { AttemptResult, Delivery } from '../../model.js';
import type {
  AcceptInput,
  DeliveryEvents,
  DeliveryStore,
  IntegrationStore,
  StartedAttempt,
  WorkStore,
} from '../../ports.js';
import { acceptInput, finishInput, only } from '../inputs.js';
import type { DeliveryState } from '../../states.js';

/** What one process has of a database. */
export interface Stores {
  deliveries: DeliveryStore;
  work: WorkStore;
  integrations: IntegrationStore;
  events: DeliveryEvents;
}

/** A database of the specs' own, empty before each of them. */
export interface StoreBed extends Stores {
  /** Another process with the same database. */
  replica(options?: { rate?: Rate }): Promise<Stores>;
  /** The time that the stores go by, and `finishInput` with it. */
  now(): Date;
  /** Lets time pass for everything that waits: deliveries, integrations, probes, workers. */
  pass(ms: number): Promise<void>;
  /** Lets an integration of `account-1` have so many attempts in flight. */
  openWindow(integrationId: string, size: number): Promise<void>;
  reset(): Promise<void>;
  close(): Promise<void>;
}

/** What most of the specs do with the bed that is open. */
export function stepsOn(bed: () => StoreBed) {
  const accept = async (given: Partial<AcceptInput> & { candidate?: string } = {}) =>
    (await bed().deliveries.accept(acceptInput(given))).delivery;
  const end = (started: StartedAttempt, result: AttemptResult, policy?: 'hold' | 'retry') =>
    bed().work.finishAttempt(finishInput(started, result, policy, bed().now()));
  return {
    accept,
    end,
    acceptMany: async (integrationId: string, count: number): Promise<string[]> => {
      const ids: string[] = [];
      for (let n = 0; n < count; n += 1) {
        ids.push((await accept({ integrationId, candidate: `${integrationId}-${n}` })).id);
      }
      return ids;
    },
    startOne: async (workerId = 'w') => only(await bed().work.startAttempts(workerId, 1)),
    /** Lets one attempt end with the result. */
    endOne: async (result: AttemptResult) => {
      const started = only(await bed().work.startAttempts('w', 1));
      await end(started, result);
      return started;
    },
    find: async ({ id }: Pick<Delivery, 'id'>) => bed().deliveries.find('account-1', id),
    inFlight: async (integrationId = 'sandbox:a') =>
      (await bed().integrations.getIntegration('account-1', integrationId))?.inFlight,
    /** How many deliveries are in which state; states without any are left out. */
    states: async (accountId = 'account-1'): Promise<Partial<Record<DeliveryState, number>>> => {
      const counts = Object.entries(await bed().deliveries.countByState(accountId));
      return Object.fromEntries(counts.filter(([, count]) => count > 0));
    },
    /** How long until the next attempt can start, in milliseconds. */
    untilDue: async () => {
      const due = await bed().work.nextDueAt();
      return due === null ? null : due.getTime() - bed().now().getTime();
    },
  };
}
