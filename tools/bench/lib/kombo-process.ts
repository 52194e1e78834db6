import type { Arrivals } from './kombo.ts';
import type { Scope } from './scope.ts';

/** The stand-in for Kombo, see `kombo.ts`. */
export interface KomboProcess {
  /** With `/v1`. */
  url: string;
  pid: number;
  /** The requests that have come since the last `reset`. */
  report(): Promise<Arrivals>;
  reset(): void;
}

/** @param latencyMs of every answer; default 0: at once */
export async function startKombo(scope: Scope, latencyMs = 0): Promise<KomboProcess> {
  const child = scope.fork(new URL('kombo.ts', import.meta.url), [latencyMs]);
  return {
    url: await child.next<string>(),
    pid: child.pid,
    report: () => child.ask<Arrivals>('report'),
    reset: () => child.tell('reset'),
  };
}
