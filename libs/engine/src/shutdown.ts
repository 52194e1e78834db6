import type { Logger } from 'pino';

/** How long what is under way may take to end, in milliseconds. */
export const SHUTDOWN_GRACE_MS = 30_000;

/** On top of that, for writing down what came of it and closing the database. */
const LAST_RESORT_MS = SHUTDOWN_GRACE_MS + 15_000;

/**
 * Ends the process in good order on SIGINT and SIGTERM: nothing new, what is under way may end, then
 * exit 0. A second signal, or the end of all patience, ends it at once with exit 1.
 */
export function onShutdown(close: () => Promise<void>, logger: Logger): void {
  let isClosing = false;
  const shutDown = (signal: NodeJS.Signals) => {
    if (isClosing) {
      process.exit(1);
    }
    isClosing = true;
    logger.info({ signal }, 'shutting down');
    setTimeout(() => {
      logger.error({ afterMs: LAST_RESORT_MS }, 'still not done: ending all the same');
      process.exit(1);
    }, LAST_RESORT_MS).unref();
    close().then(
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
