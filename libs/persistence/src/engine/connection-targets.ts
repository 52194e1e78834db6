import { DatabaseUrlError } from './errors.js';

/** Where to connect. */
export interface ConnectionTargets {
  /** A URL with one host for every server, as node-postgres reads it, in the order in which they are tried. */
  urls: readonly string[];
  /** `target_session_attrs=read-write`: servers whose sessions are read-only by default are skipped. */
  mustDefaultToReadWrite: boolean;
}

/** `postgres://`, user and password, hosts, the rest. The last `@` ends the password. */
const PARTS = /^(postgres(?:ql)?:\/\/)((?:[^/?#]*@)?)([^/?#]*)(.*)$/s;

/** Every server has to be writable, so those that say so mean the same, and the others cannot be met. */
const WRITABLE = ['any', 'read-write', 'primary'];

/**
 * Reads a connection URL with one or several hosts, as libpq does
 * (postgresql.org/docs/current/libpq-connect.html, "Specifying Multiple Hosts"):
 * `postgres://user:password@a:5432,b:5433/db?target_session_attrs=read-write`, or `host=a,b&port=5432,5433`
 * in the query. One port holds for all hosts.
 *
 * @param name the variable that it comes from
 * @throws DatabaseUrlError whose message has one line and no secret
 */
export function parseConnectionTargets(
  databaseUrl: string,
  name = 'DATABASE_URL',
): ConnectionTargets {
  const [, scheme, user = '', authority = '', rest = ''] = PARTS.exec(databaseUrl) ?? [];
  if (scheme === undefined) {
    throw new DatabaseUrlError(`${name} must start with postgres:// or postgresql://.`);
  }
  const [path = '', query = ''] = split(rest, '?');
  const parameters = new URLSearchParams(query);
  const attributes = take(parameters, 'target_session_attrs') ?? 'any';
  if (!WRITABLE.includes(attributes)) {
    throw new DatabaseUrlError(
      `${name}: target_session_attrs=${attributes} isn't supported, because the service writes. ` +
        'Use read-write or primary.',
    );
  }
  const mustDefaultToReadWrite = attributes === 'read-write';
  const hosts = parameters.get('host')?.split(',') ?? authority.split(',').map(hostOf);
  const ports = parameters.get('port')?.split(',') ?? authority.split(',').map(portOf);
  if (hosts.length === 1) {
    // As it is, but for a parameter that node-postgres does not know.
    const url =
      attributes === 'any' ? databaseUrl : `${scheme}${user}${authority}${path}${text(parameters)}`;
    return { urls: [url], mustDefaultToReadWrite };
  }
  if (ports.length !== 1 && ports.length !== hosts.length) {
    throw new DatabaseUrlError(
      `${name} has ${hosts.length} hosts and ${ports.length} ports. Give one port, or one for each host.`,
    );
  }
  if (hosts.includes('')) {
    throw new DatabaseUrlError(`${name} has an empty host. Remove the extra comma.`);
  }
  const urls = hosts.map((host, index) => {
    const port = ports[index] ?? ports[0] ?? '';
    if (port !== '' && !isPort(port)) {
      throw new DatabaseUrlError(
        `${name}: the port of host ${host} isn't a number from 1 to 65535.`,
      );
    }
    const own = new URLSearchParams(parameters);
    own.set('host', host);
    if (port === '') own.delete('port');
    else own.set('port', port);
    return `${scheme}${user}${path}${text(own)}`;
  });
  return { urls, mustDefaultToReadWrite };
}

/** Servers in their order; all connections go to the same one until it fails. */
export class TargetOrder {
  #index = 0;

  constructor(private readonly urls: readonly string[]) {}

  get count(): number {
    return this.urls.length;
  }

  get current(): string {
    return this.urls[this.#index] as string;
  }

  /** Moves on to the next server, unless another connection has done so already. */
  failed(url: string): void {
    if (url === this.current) this.#index = (this.#index + 1) % this.count;
  }
}

/** `[::1]:5432`, `db.example:5432`, `db.example`. */
const HOST_AND_PORT = /^(\[[^\]]*\]|[^:]*)(?::(.*))?$/s;

const hostOf = (text: string) =>
  decode(HOST_AND_PORT.exec(text)?.[1] ?? text).replace(/^\[(.*)\]$/, '$1');
const portOf = (text: string) => HOST_AND_PORT.exec(text)?.[2] ?? '';
const isPort = (text: string) =>
  /^\d{1,5}$/.test(text) && Number(text) > 0 && Number(text) < 65_536;

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function take(parameters: URLSearchParams, name: string): string | undefined {
  const value = parameters.get(name) ?? undefined;
  parameters.delete(name);
  return value;
}

function text(parameters: URLSearchParams): string {
  // A space as %20: node-postgres takes "+" for what it is only within a query string.
  const query = parameters.toString().replaceAll('+', '%20');
  return query === '' ? '' : `?${query}`;
}

function split(whole: string, separator: string): [string, string?] {
  const at = whole.indexOf(separator);
  return at < 0 ? [whole] : [whole.slice(0, at), whole.slice(at + 1)];
}
