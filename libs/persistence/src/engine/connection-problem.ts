import { existsSync } from 'node:fs';
import { dirname } from 'node:path';

/** Why no connection could be made, for the operator who has set `DATABASE_URL`. */
export interface ConnectionProblem {
  /** One line that names the setting, the problem and the way out; never the password. */
  message: string;
  /** `never`: somebody has to change something. `soon`: it may be a name that is not known yet. */
  mayPass: 'never' | 'soon';
}

/** What of an error of node-postgres, of Node's sockets or of its TLS says what is wrong. */
interface ConnectionFailure {
  code?: unknown;
  severity?: unknown;
  message?: unknown;
  hostname?: unknown;
  syscall?: unknown;
  /** Of a Unix socket: its path. */
  address?: unknown;
}

/** FATAL errors that pass: too many connections, starting, stopping, recovery, sessions that were ended. */
const PASSING_FATAL = /^(25|53|57|58)/;
/** Of the errors of a pooler itself (class 08) and internal ones (XX), those that waiting does not cure. */
const LASTING_TEXT = /^no such |^unsupported |not found$/;

const ENCODE =
  'Percent-encode special characters in user and password, for example @ as %40, # as %23, / as %2F.';

const TLS_ADVICE: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'Renew it.',
  ERR_TLS_CERT_ALTNAME_INVALID: 'Use a host name that the certificate has.',
};
const TRUST_ADVICE =
  'Add sslrootcert=/path/to/ca.pem with the certificate of its authority, or sslmode=no-verify to encrypt without checking.';
/** Codes of OpenSSL for certificates that cannot be verified (nodejs.org/api/tls.html, "X509 certificate error codes"). */
const CERTIFICATE_CODE = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER/;

/** What a connection error means for the operator; `null`: nothing is wrong with the setting, it can pass. */
export function connectionProblem(error: unknown): ConnectionProblem | null {
  const failure = (error ?? {}) as ConnectionFailure;
  const code = typeof failure.code === 'string' ? failure.code : '';
  const text = typeof failure.message === 'string' ? failure.message.split('\n')[0] : '';
  if (code === 'ENOTFOUND') {
    const message = `DATABASE_URL: the host ${failure.hostname} is unknown. Correct the host. ${ENCODE}`;
    return { message, mayPass: 'soon' };
  }
  if (code === 'ENOENT' && failure.syscall === 'connect' && typeof failure.address === 'string') {
    return missingSocket(dirname(failure.address));
  }
  const told = explain(code, text ?? '', failure);
  return told === null ? null : { message: `DATABASE_URL: ${told}`, mayPass: 'never' };
}

/** A server that is down has no socket, and is waited for; a directory that is not there was not meant. */
function missingSocket(directory: string): ConnectionProblem | null {
  if (existsSync(directory)) return null;
  const message =
    `DATABASE_URL: there is no directory ${directory}. Correct host: ` +
    "for a Unix socket, it is the server's unix_socket_directories.";
  return { message, mayPass: 'soon' };
}

function explain(code: string, text: string, { severity }: ConnectionFailure): string | null {
  if (text === 'The server does not support SSL connections') {
    return 'the server does not offer TLS, which sslmode asks for. Enable TLS there, or set sslmode=disable on a network you trust.';
  }
  if (CERTIFICATE_CODE.test(code)) {
    return `the TLS certificate of the server is not accepted (${code}: ${text}). ${TLS_ADVICE[code] ?? TRUST_ADVICE}`;
  }
  if (text.startsWith('SASL:')) {
    return `the server asks for a password, and the URL has none that can be used (${text}). Set user and password.`;
  }
  if (severity !== 'FATAL' || PASSING_FATAL.test(code)) return null;
  if (/^(08|XX)/.test(code) && !LASTING_TEXT.test(text)) return null;
  switch (code) {
    case '28P01':
      return `${text}. Correct user and password. ${ENCODE}`;
    case '3D000':
      return `${text}. Create it (CREATE DATABASE … ENCODING 'UTF8'), or correct the name.`;
    case '28000':
      return /no encryption|SSL off/.test(text)
        ? `the server accepts only TLS (${text}). Add sslmode=verify-full, or sslmode=no-verify to encrypt without checking the certificate.`
        : `the server refuses the role (${text}). Create the role, or allow it in pg_hba.conf.`;
    default:
      return `the server refuses the connection (${text}, ${code}).`;
  }
}

/** Whether an error says that the server, or TLS, refuses this connection, whatever the statement. */
export function isRefusal(error: unknown): boolean {
  return connectionProblem(error) !== null;
}
