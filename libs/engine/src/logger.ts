import { pino, type DestinationStream, type Logger } from 'pino';

export type { Logger };

/** The service's log: one JSON object a line, on standard output unless told otherwise. */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: errorWithoutData },
  };
  return destination ? pino(options, destination) : pino(options);
}

/** What is told of an error. Whatever else hangs on it may hold data: PostgreSQL's `detail` quotes rows. */
interface LoggedError {
  type: string;
  message: string;
  code?: string;
  stack?: string;
  cause?: LoggedError;
}

const DEEPEST_CAUSE = 5;

/** Kind, message, code and stack of an error and of what caused it; nothing else that hangs on it. */
export function errorWithoutData(error: unknown, depth = 0): LoggedError {
  if (!(error instanceof Error)) {
    return { type: typeof error, message: String(error) };
  }
  const { message, stack, cause } = error;
  const { code } = error as { code?: unknown };
  return {
    type: error.name,
    message,
    ...(typeof code === 'string' && { code }),
    ...(stack !== undefined && { stack }),
    ...(cause !== undefined &&
      depth < DEEPEST_CAUSE && { cause: errorWithoutData(cause, depth + 1) }),
  };
}
