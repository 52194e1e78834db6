import {
  DatabaseClosedError,
  DatabaseMovedError,
  DatabaseRightsError,
  DatabaseUrlError,
  DirectoryInUseError,
  EmbeddedEngineError,
  EncryptionKeysError,
  StateDirectoryError,
  TransferError,
  UnsupportedServerError,
} from '@result-links/persistence';
import { ConfigError } from './config/read.js';

/** Why a process could not start: one line for what its operator can mend, the stack for a bug. */
export function explainStartFailure(error: unknown): string {
  if (error instanceof ConfigError) {
    return error.problems.map((problem) => `Configuration: ${problem}`).join('\n');
  }
  if (
    error instanceof DatabaseClosedError ||
    error instanceof DatabaseMovedError ||
    error instanceof DatabaseRightsError ||
    error instanceof DatabaseUrlError ||
    error instanceof DirectoryInUseError ||
    error instanceof EmbeddedEngineError ||
    error instanceof EncryptionKeysError ||
    error instanceof StateDirectoryError ||
    error instanceof TransferError ||
    error instanceof UnsupportedServerError
  ) {
    return error.message;
  }
  const { code, port, stack, address } = error as NodeJS.ErrnoException & {
    port?: number;
    address?: string;
  };
  if (code === 'EADDRINUSE') {
    return `Port ${port} on ${address} is in use. Set PORT (or RESULT_LINKS_METRICS_PORT) to another one (0 picks a free one).`;
  }
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EACCES') {
    return `Cannot listen on ${address ?? 'HOST'}:${port ?? 'PORT'} (${code}). Check HOST and PORT (or RESULT_LINKS_METRICS_HOST and _PORT).`;
  }
  return stack ?? String(error);
}
