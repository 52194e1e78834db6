import { Gauge, type Registry } from 'prom-client';

/** Defines the gauge that says whether this process is notified or has to poll. */
export function notificationGauge(registry: Registry, isHearing: () => boolean): void {
  new Gauge({
    name: 'result_links_notifications_up',
    help: 'Whether change notifications of the database arrive in this process; 0: it polls twice a second.',
    registers: [registry],
    collect() {
      this.set(isHearing() ? 1 : 0);
    },
  });
}
