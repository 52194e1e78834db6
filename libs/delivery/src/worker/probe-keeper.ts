import { abortQuietly } from '../abort-quietly.js';
import type { Clock, Courier, IntegrationStore, Log } from '../ports.js';
import type { Random } from '../waits.js';
import { probeWaitMs } from '../retry-schedules.js';
import { MINUTE, SECOND } from '../waits.js';
import { runPeriodically } from './periodic.js';

/** What a {@link ProbeKeeper} needs. Times in milliseconds. */
export interface ProbeKeeperOptions {
  store: IntegrationStore;
  courier: Pick<Courier, 'probeIntegration' | 'probeAccount'>;
  clock: Clock;
  random: Random;
  log: Log;
  /** How often it looks for probes that are due; default 5 s. */
  everyMs?: number;
  /** How long one probe may take; default 1 min. */
  probeLimitMs?: number;
}

/** Probes of a round, so that a hundred broken integrations are not a hundred requests in one moment. */
const PROBES_A_ROUND = 10;
/** The longest that the next round waits for the probes of this one: some may hang. */
const LONGEST_ROUND_MS = 1 * SECOND;

/**
 * Asks for parked integrations and paused accounts whether they are back, and releases those that are. One
 * probe per integration across all replicas, at intervals that widen from a minute to an hour. An integration
 * that is also told to be back by a webhook, or released by hand, simply is no longer due.
 */
export class ProbeKeeper {
  private readonly stopping = new AbortController();
  private loop: Promise<void> | null = null;
  private readonly running = new Set<Promise<void>>();
  private readonly everyMs: number;
  private readonly probeLimitMs: number;

  constructor(private readonly options: ProbeKeeperOptions) {
    this.everyMs = options.everyMs ?? 5 * SECOND;
    this.probeLimitMs = options.probeLimitMs ?? 1 * MINUTE;
  }

  /** Starts probing and returns at once. @throws Error if it was started or stopped before */
  start(): void {
    if (this.loop || this.stopping.signal.aborted) {
      throw new Error('a ProbeKeeper can be started once');
    }
    const task = { name: 'probing', everyMs: this.everyMs, run: () => this.probeDue() };
    this.loop = runPeriodically(task, this.options, this.stopping.signal);
  }

  /** Cuts the probes under way and ends. A probe that was cut is due again when its claim runs out. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.loop;
    await Promise.all(this.running);
  }

  private async probeDue(): Promise<boolean> {
    const { store, courier, random } = this.options;
    // A claim outlives its probe, so that a slow one is not made twice, and a dead process's is made again.
    const claimMs = 2 * this.probeLimitMs;
    const integrations = await store.claimDueProbes(PROBES_A_ROUND, claimMs);
    const accounts = await store.claimDueAccountProbes(PROBES_A_ROUND, claimMs);
    const nextInMs = (probeCount: number) => probeWaitMs(probeCount + 1, random);
    const probes = [
      ...integrations.map((integration) =>
        this.probe({
          ids: { integrationId: integration.id, accountId: integration.accountId },
          ask: (signal) => courier.probeIntegration(integration, signal),
          release: () => store.releaseIntegration(integration.accountId, integration.id),
          postpone: () =>
            store.postponeProbe(
              integration.accountId,
              integration.id,
              nextInMs(integration.probeCount),
            ),
        }),
      ),
      ...accounts.map((account) =>
        this.probe({
          ids: { accountId: account.id },
          ask: (signal) => courier.probeAccount(account.id, signal),
          release: () => store.releaseAccount(account.id),
          postpone: () => store.postponeAccountProbe(account.id, nextInMs(account.probeCount)),
        }),
      ),
    ];
    await this.waitForRound(probes);
    return integrations.length === PROBES_A_ROUND || accounts.length === PROBES_A_ROUND;
  }

  private async waitForRound(probes: readonly Promise<void>[]): Promise<void> {
    for (const probe of probes) {
      this.running.add(probe);
      void probe.finally(() => this.running.delete(probe));
    }
    const ended = new AbortController();
    const all = Promise.all(probes).then(() => abortQuietly(ended));
    await Promise.race([all, this.options.clock.sleep(LONGEST_ROUND_MS, ended.signal)]);
  }

  /** One probe. Never rejects: what fails here is due again when its claim runs out. */
  private async probe(probe: Probe): Promise<void> {
    const { log } = this.options;
    try {
      const isBack = await this.ask(probe);
      if (this.stopping.signal.aborted && isBack !== true) {
        return;
      }
      if (isBack === true) {
        const released = await probe.release();
        log.info({ ...probe.ids, released }, 'released: it takes result links again');
      } else {
        await probe.postpone();
        log.info({ ...probe.ids, isBack }, 'still parked');
      }
    } catch (error) {
      log.error({ err: error, ...probe.ids }, 'probing failed');
    }
  }

  /** `null` if it could not be found out, in time or at all. */
  private async ask(probe: Probe): Promise<boolean | null> {
    const { clock, log } = this.options;
    const answered = new AbortController();
    const limit = new AbortController();
    const expiry = async () => {
      await clock.sleep(
        this.probeLimitMs,
        AbortSignal.any([answered.signal, this.stopping.signal]),
      );
      limit.abort();
      return null;
    };
    try {
      return await Promise.race([probe.ask(limit.signal), expiry()]);
    } catch (error) {
      log.warn({ err: error, ...probe.ids }, 'the courier threw');
      return null;
    } finally {
      answered.abort();
    }
  }
}

interface Probe {
  ids: Record<string, unknown>;
  ask(signal: AbortSignal): Promise<boolean | null>;
  release(): Promise<number>;
  postpone(): Promise<void>;
}
