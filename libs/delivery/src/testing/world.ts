import type { Delivery } from '../model.js';
import type { Courier, Log } from '../ports.js';
import { ProbeKeeper } from '../worker/probe-keeper.js';
import { DeliveryWorker } from '../worker/worker.js';
import type { DeliveryWorkerOptions } from '../worker/worker-options.js';
import { FaultPlan, faulty, type PlannedFault } from './faulty-store.js';
import { acceptInput } from './inputs.js';
import { MemoryStore } from './memory-store/index.js';
import { VirtualClock } from './virtual-clock.js';
import { VirtualKombo } from './virtual-kombo.js';
import { VirtualProcess } from './virtual-process.js';

/** A running copy of the software. */
export interface Replica {
  id: string;
  process: VirtualProcess;
  worker: DeliveryWorker;
  keeper: ProbeKeeper;
}

/** One line of the log. */
export interface LogLine {
  level: 'info' | 'warn' | 'error';
  fields: Record<string, unknown>;
  message: string;
}

/** A database, Kombo and any number of replicas under one clock, with planned faults. */
export class World {
  readonly clock = new VirtualClock();
  readonly store = new MemoryStore(() => this.clock.now());
  readonly kombo = new VirtualKombo(this.clock);
  readonly faults: FaultPlan;
  readonly replicas: Replica[] = [];
  readonly log: LogLine[] = [];
  /** POSTs that left although the delivery was committed as delivered. */
  readonly postsAfterSuccess: string[] = [];
  private seed: number;

  constructor({ faults = [], seed = 1 }: { faults?: PlannedFault[]; seed?: number } = {}) {
    this.faults = new FaultPlan(this.clock, faults);
    this.seed = seed;
  }

  /** A small generator of its own, so that a schedule always runs the same way. */
  readonly random = (): number => {
    this.seed = (Math.imul(this.seed, 1_664_525) + 1_013_904_223) >>> 0;
    return this.seed / 2 ** 32;
  };

  async accept(
    name: string,
    integrationId = 'workday:1',
    accountId = 'default',
  ): Promise<Delivery> {
    const result = await this.store.accept(
      acceptInput({ candidate: name, integrationId, accountId }),
    );
    return result.delivery;
  }

  start(options: Partial<DeliveryWorkerOptions> = {}): Replica {
    const process = new VirtualProcess(this.clock);
    const id = `worker-${this.replicas.length + 1}`;
    const shared = {
      ...{ store: faulty(this.store, process, this.faults), courier: this.courierOf(process) },
      ...{ clock: process, random: this.random, log: this.logger() },
    };
    const events = {
      subscribe: () => () => undefined,
      onWork: (listener: () => void) => this.store.onWork(() => process.whenRunning(listener)),
    };
    const worker = new DeliveryWorker({ workerId: id, ...shared, events, ...options });
    const keeper = new ProbeKeeper(shared);
    const replica = { id, process, worker, keeper };
    this.replicas.push(replica);
    worker.start();
    keeper.start();
    return replica;
  }

  alive(): Replica[] {
    return this.replicas.filter(({ process }) => process.isAlive);
  }

  /** Ends all replicas, so that nothing of this world is left. */
  close(): void {
    this.replicas.forEach(({ process }) => process.kill());
  }

  private courierOf(process: VirtualProcess): Courier {
    const probe = (signal: AbortSignal) =>
      process.guard(this.clock.sleep(100, signal).then(() => this.kombo.isWell));
    return {
      send: (delivery, signal, onSent) => {
        if (this.store.delivery(delivery.id).state === 'delivered') {
          this.postsAfterSuccess.push(`${delivery.id}#${delivery.attemptCount}`);
        }
        return this.kombo.post(delivery, process, signal, onSent);
      },
      probeIntegration: ({ id }, signal) =>
        this.kombo.silent.has(id) ? new Promise(() => undefined) : probe(signal),
      probeAccount: (_accountId, signal) => probe(signal),
    };
  }

  private logger(): Log {
    const write =
      (level: LogLine['level']) => (fields: Record<string, unknown>, message: string) => {
        this.log.push({ level, fields, message });
      };
    return { info: write('info'), warn: write('warn'), error: write('error') };
  }
}
