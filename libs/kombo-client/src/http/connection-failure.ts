import { KomboConnectionError, type ConnectionFailureKind, type ErrorCause } from '../errors.js';
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

const FAILURE_TEXTS = {
  refused: 'the connection was refused',
  dns: 'the host name could not be resolved',
  unreachable: 'the host cannot be reached',
  tls: 'the secure connection could not be made',
  cut: 'the connection was cut',
  invalid_answer: 'what came is not HTTP',
  timeout: 'the time limit was reached',
  aborted: 'the call was aborted',
  other: 'the call failed',
} as const;

const SENT_TEXTS = {
  no: '- nothing was sent',
  maybe: '- the request may have arrived',
} as const;

/** The error for a call to which no complete answer came. */
export function connectionError(
  error: unknown,
  observation: Observation,
  call: {
    ended: 'timeout' | 'aborted' | undefined;
    redact: (text: string) => string;
    durationMs: number;
  },
): KomboConnectionError {
  const { kind, requestSent } = classifyFailure(error, observation, call.ended);
  const cause = sanitizeCause(error, call.redact);
  const seen = observation.answer?.statusCode;
  const message = [
    'No answer from Kombo:',
    FAILURE_TEXTS[kind],
    cause.code && `(${cause.code})`,
    seen && `in the middle of an answer with HTTP ${seen}`,
    SENT_TEXTS[requestSent],
  ];
  return new KomboConnectionError({
    message: message.filter(Boolean).join(' '),
    kind,
    requestSent,
    durationMs: call.durationMs,
    cause,
  });
}

/** What an error of the HTTP layer was, as far as it and the observed connection tell. */
function classifyFailure(
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
function sanitizeCause(error: unknown, redact: (text: string) => string): ErrorCause {
  const name = error instanceof Error ? error.name : 'Error';
  const message = error instanceof Error ? error.message : 'something that is no error was thrown';
  const code = codeOf(error);
  return { name, message: redact(message), ...(code && { code }) };
}

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null | undefined)?.code;
  return typeof code === 'string' ? code : '';
}
