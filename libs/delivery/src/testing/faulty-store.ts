import type { IntegrationStore, WorkStore } from '../ports.js';
import type { VirtualClock } from './virtual-clock.js';
import type { VirtualProcess } from './virtual-process.js';

/** What may go wrong with one call of the store. */
export type StoreFault =
  /** It throws and nothing happened. */
  | 'fails_before'
  /** It happened and throws: the commit arrived, its answer did not. */
  | 'fails_after'
  /** It throws, and happens a second later: the commit was still on its way. */
  | 'fails_then_happens'
  | 'dies_before'
  | 'dies_after'
  /** It happened; the process is suspended for so long that others take it for dead and go on. */
  | 'freezes_after'
  | 'is_slow';

/** The nth call (from 0) of a method, in the whole world, goes wrong. */
export interface PlannedFault {
  method: string;
  call: number;
  fault: StoreFault;
}

/** All that the processes of one world share about faults. */
export class FaultPlan {
  /** No call succeeds while this is set. */
  isDatabaseDown = false;
  private readonly calls = new Map<string, number>();

  constructor(
    private readonly clock: VirtualClock,
    private planned: PlannedFault[],
  ) {}

  end(): void {
    this.planned = [];
    this.isDatabaseDown = false;
  }

  /** How often a method was called so far, by all processes. */
  callsOf(method: string): number {
    return this.calls.get(method) ?? 0;
  }

  next(method: string): StoreFault | null {
    const call = this.calls.get(method) ?? 0;
    this.calls.set(method, call + 1);
    return (
      this.planned.find((fault) => fault.method === method && fault.call === call)?.fault ?? null
    );
  }

  async carryOut<T>(method: string, process: VirtualProcess, effect: () => Promise<T>): Promise<T> {
    const fault = this.next(method);
    await this.clock.sleep(fault === 'is_slow' ? 8_000 : 1);
    if (!process.isAlive) {
      // The call had left before the process died; whether it arrives is the plan's business.
      return fault === 'dies_before' ? never() : effect();
    }
    if (this.isDatabaseDown || fault === 'fails_before') {
      throw new Error('database is away');
    }
    if (fault === 'dies_before') {
      process.kill();
      return never();
    }
    if (fault === 'fails_then_happens') {
      void this.clock
        .sleep(1_000)
        .then(effect)
        .catch(() => undefined);
      throw new Error('connection lost before the answer');
    }
    const value = await effect();
    if (fault === 'fails_after') {
      throw new Error('connection lost after the commit');
    }
    if (fault === 'dies_after') {
      process.kill();
    }
    if (fault === 'freezes_after') {
      process.freeze(150_000);
    }
    return value;
  }
}

/** The store as `process` sees it: every call may go wrong by the plan. */
export function faulty<Store extends WorkStore & IntegrationStore>(
  store: Store,
  process: VirtualProcess,
  plan: FaultPlan,
): WorkStore & IntegrationStore {
  return new Proxy(store, {
    get(target, name) {
      const method = Reflect.get(target, name) as (...args: unknown[]) => Promise<unknown>;
      return (...args: unknown[]) =>
        process.guard(plan.carryOut(String(name), process, () => method.apply(target, args)));
    },
  });
}

function never<T>(): Promise<T> {
  return new Promise(() => undefined);
}
