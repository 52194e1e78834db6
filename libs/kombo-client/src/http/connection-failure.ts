import type { ConnectionFailureKind, ErrorCause } from '../errors.js';
import type { Observation } from './observed-transport.js';

/** Codes of Node, and of undici for users with an adapter, by what they mean. */
const KIND_BY_CODE: Readonly<Record<string, ConnectionFailureKind>> = {
  ECONNREFUSED: 'refused',
  ENOTFOUND: 'dns',
  EAI_AGAIN: 'dns',
  EAI_FAIL: 'dns',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  EADDRNOTAVAIL: 'unreachable',
  ETIMEDOUT: 'timeout',
  ECONNABORTED: 'timeout',
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_BODY_TIMEOUT: 'timeout',
  ERR_CANCELED: 'aborted',
  ECONNRESET: 'cut',
  EPIPE: 'cut',
  ERR_BAD_RESPONSE: 'cut',
  UND_ERR_SOCKET: 'cut',
};

const TLS_CODE =
  /^(ERR_TLS_|ERR_SSL_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_(GET|VERIFY)_)|^EPROTO$/;

/** Codes that cannot come once a connection is made; they decide where nothing was observed. */
const NEVER_CONNECTED: ReadonlySet<ConnectionFailureKind> = new Set(['refused', 'dns', 'tls']);

/** What an error of the HTTP layer was, as far as it and the observed connection tell. */
export function classifyFailure(
  error: unknown,
  observation: Observation,
  ended: 'timeout' | 'aborted' | undefined,
): { kind: ConnectionFailureKind; requestSent: 'no' | 'maybe' } {
  const kind = ended ?? kindOf(codeOf(error), observation);
  const isSurelyUnsent = observation.isObserved
    ? observation.phase !== 'open'
    : NEVER_CONNECTED.has(kind) || codeOf(error) === 'UND_ERR_CONNECT_TIMEOUT';
  return { kind, requestSent: isSurelyUnsent ? 'no' : 'maybe' };
}

function kindOf(code: string, observation: Observation): ConnectionFailureKind {
  if (observation.phase === 'tcp' || TLS_CODE.test(code)) {
    return 'tls';
  }
  if (code.startsWith('HPE_')) {
    return 'invalid_answer';
  }
  return KIND_BY_CODE[code] ?? 'other';
}

/**
 * What may be kept of an error of the HTTP layer. The error itself may not: axios' carries the
 * request's headers, hence the API key.
 */
export function sanitizeCause(error: unknown, redact: (text: string) => string): ErrorCause {
  const name = error instanceof Error ? error.name : 'Error';
  const message = error instanceof Error ? error.message : 'something that is no error was thrown';
  const code = codeOf(error);
  return { name, message: redact(message), ...(code && { code }) };
}

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null | undefined)?.code;
  return typeof code === 'string' ? code : '';
}
