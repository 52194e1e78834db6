import type { LoggerService } from '@nestjs/common';
import type { Logger } from '@result-links/engine';

/** Lets Nest write to the service's log; its start-up chatter goes to `debug`. */
export function nestLogger(logger: Logger): LoggerService {
  const context = (rest: unknown[]) => ({ context: rest.at(-1) });
  return {
    log: (message: unknown, ...rest: unknown[]) => logger.debug(context(rest), String(message)),
    error: (message: unknown, ...rest: unknown[]) =>
      logger.error(
        { ...context(rest), ...(message instanceof Error && { err: message }) },
        String(message),
      ),
    warn: (message: unknown, ...rest: unknown[]) => logger.warn(context(rest), String(message)),
    debug: (message: unknown, ...rest: unknown[]) => logger.debug(context(rest), String(message)),
    verbose: (message: unknown, ...rest: unknown[]) => logger.trace(context(rest), String(message)),
  };
}
