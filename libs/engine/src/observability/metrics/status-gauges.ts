import { COUNTED_STATES, DURABILITY_RISKS } from '@result-links/persistence';
import { Gauge, type Registry } from 'prom-client';
import type { DatedStatus } from './status-reader.js';

type Read = (dated: DatedStatus) => number;

/** Name, help and value of every gauge that is read from the database. */
const GAUGES: readonly (readonly [name: string, help: string, read: Read])[] = [
  [
    'result_links_queue_oldest_due_seconds',
    'How long the delivery that is overdue the longest has been due.',
    ({ status }) => status.oldestDueSeconds,
  ],
  [
    'result_links_queue_oldest_startable_seconds',
    'The same among integrations that would take another attempt now: the wait is for a worker. Scale on this one.',
    ({ status }) => status.oldestStartableSeconds,
  ],
  [
    'result_links_held_up_integrations',
    'Integrations with deliveries that are due and may not start: at their limit or throttled.',
    ({ status }) => status.heldUpIntegrations,
  ],
  [
    'result_links_attempts_in_flight',
    'Attempts under way, in all processes.',
    ({ status }) => status.inFlight,
  ],
  [
    'result_links_attempts_in_flight_limit',
    'How many attempts the integrations that have any under way would take at once.',
    ({ status }) => status.inFlightLimit,
  ],
  [
    'result_links_parked_integrations',
    'Integrations whose deliveries wait because Kombo says they are broken.',
    ({ status }) => status.parkedIntegrations,
  ],
  [
    'result_links_parked_integrations_oldest_seconds',
    'How long the integration that is parked the longest has been parked.',
    ({ status }) => status.oldestParkedSeconds,
  ],
  [
    'result_links_paused_accounts',
    'Accounts that wait whole, because Kombo refuses their key or address.',
    ({ status }) => status.pausedAccounts,
  ],
  [
    'result_links_live_workers',
    'Workers that were heard of in the last 15 seconds.',
    ({ status }) => status.liveWorkers,
  ],
  [
    'result_links_sending_stopped',
    'Whether nothing is sent because the database was restored or copied, until an operator confirms it.',
    ({ status }) => Number(status.isSendingStopped),
  ],
  [
    'result_links_status_age_seconds',
    'How old the figures are that are read from the database; above 30 it answers slowly.',
    ({ ageSeconds }) => ageSeconds,
  ],
];

/** The gauges about what waits. Every process tells the same figures: take their `max`, not their `sum`. */
export class StatusGauges {
  private readonly up: Gauge;
  private readonly depth: Gauge<'state'>;
  private readonly risks: Gauge<'risk'>;
  private readonly others: { gauge: Gauge; read: Read }[];

  constructor(registry: Registry) {
    const registers = [registry];
    this.up = new Gauge({
      name: 'result_links_database_up',
      help: 'Whether the database answered when it was last asked; without it the gauges about what waits are absent.',
      registers,
    });
    this.depth = new Gauge({
      name: 'result_links_deliveries',
      help: 'Deliveries that are not at an end, and unknown ones, by state.',
      labelNames: ['state'],
      registers,
    });
    this.risks = new Gauge({
      name: 'result_links_database_durability_risk',
      help: 'Whether the database can lose committed result links in this way.',
      labelNames: ['risk'],
      registers,
    });
    this.others = GAUGES.map(([name, help, read]) => ({
      gauge: new Gauge({ name, help, registers }),
      read,
    }));
    this.set(null);
  }

  /** @param dated `null`: nothing is known, and nothing is said */
  set(dated: DatedStatus | null): void {
    this.up.set(dated === null ? 0 : 1);
    for (const state of COUNTED_STATES) {
      if (dated === null) {
        this.depth.remove(state);
      } else {
        this.depth.set({ state }, dated.status.depth[state]);
      }
    }
    for (const risk of DURABILITY_RISKS) {
      if (dated === null) {
        this.risks.remove(risk);
      } else {
        this.risks.set({ risk }, dated.status.durabilityRisks.includes(risk) ? 1 : 0);
      }
    }
    for (const { gauge, read } of this.others) {
      if (dated === null) {
        gauge.remove();
      } else {
        gauge.set(read(dated));
      }
    }
  }
}
