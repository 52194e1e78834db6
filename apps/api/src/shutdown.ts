import type { Logger } from 'pino';

/** How long requests under way may take to end, in milliseconds. */
const GRACE_MS = 30_000;

/**
 * Ends the process in good order on SIGINT and SIGTERM: no new requests, those under way may end,
 * then exit 0. A second signal, or the end of the grace period, ends it at once with exit 1.
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
      logger.error({ graceMs: GRACE_MS }, 'requests were still under way: ending all the same');
      process.exit(1);
    }, GRACE_MS).unref();
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
