import { Gauge, type Registry } from 'prom-client';

/** What the worker of this process has in hand. */
export interface WorkerLoad {
  /** Attempts under way, or ended and not yet committed. */
  inFlight(): number;
  /** How many there may be. */
  concurrency: number;
}

/** Defines the gauges of this process's worker; they are read when somebody scrapes. */
export function workerGauges(registry: Registry, load: WorkerLoad): void {
  const registers = [registry];
  new Gauge({
    name: 'result_links_worker_attempts_in_flight',
    help: 'Attempts that the worker of this process has in hand.',
    registers,
    collect() {
      this.set(load.inFlight());
    },
  });
  new Gauge({
    name: 'result_links_worker_concurrency',
    help: 'Attempts that the worker of this process makes at once at most.',
    registers,
  }).set(load.concurrency);
}
