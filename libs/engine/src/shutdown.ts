import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';

/** How long what is under way may take to end, in milliseconds. */
export const SHUTDOWN_GRACE_MS = 30_000;

/** On top of that, for writing down what came of it and closing the database. */
const LAST_RESORT_MS = SHUTDOWN_GRACE_MS + 15_000;

/** What a process does on SIGINT and SIGTERM. */
export interface ShutdownSteps {
  /** First: makes readiness say 503. */
  announce(): void;
  /** How long load balancers have to notice before anything closes, in milliseconds. SIGINT does not wait. */
  delayMs: number;
  /** Then: takes nothing new, and lets what is under way end. */
  close(): Promise<void>;
}

/**
 * Ends the process in good order on SIGINT and SIGTERM: not ready, then nothing new, what is under way may end,
 * then exit 0. A second signal, or the end of all patience, ends it at once with exit 1.
 */
export function onShutdown({ announce, delayMs, close }: ShutdownSteps, logger: Logger): void {
  let isClosing = false;
  const shutDown = (signal: NodeJS.Signals) => {
    if (isClosing) {
      process.exit(1);
    }
    isClosing = true;
    announce();
    const waitMs = signal === 'SIGTERM' ? delayMs : 0;
    logger.info({ signal, waitMs }, 'shutting down');
    setTimeout(() => {
      logger.error({ afterMs: waitMs + LAST_RESORT_MS }, 'still not done: ending all the same');
      process.exit(1);
    }, waitMs + LAST_RESORT_MS).unref();
    sleep(waitMs)
      .then(close)
      .then(
        () => process.exit(0),
        (error: unknown) => {
          logger.error({ err: error }, 'shutdown failed');
          process.exit(1);
        },
      );
  };
  process.on('SIGINT', shutDown);
  process.on('SIGTERM', shutDown);
}
