/** Kombo's regions and their base URLs. Source: servers of Kombo's OpenAPI document, 2026-05-02. */
export const KOMBO_REGIONS = {
  eu: 'https://api.kombo.dev/v1',
  us: 'https://api.us.kombo.dev/v1',
} as const;

/** One of {@link KOMBO_REGIONS}. */
export type KomboRegion = keyof typeof KOMBO_REGIONS;

/** All of Kombo's API hosts are below it. Source: servers of Kombo's OpenAPI document, 2026-05-02. */
const KOMBO_DOMAIN = 'kombo.dev';

/** A base URL that no request can be sent to, or none with a key. */
export class BaseUrlError extends TypeError {
  readonly code = 'base_url';
  /** @param problem what is wrong and an example, to follow the name of the field; never the URL, which may hold a password */
  constructor(readonly problem: string) {
    super(`baseUrl ${problem}`);
    this.name = 'BaseUrlError';
  }
}

/**
 * Reads the address that a Kombo key is sent to: `https:`, or `http:` on this machine; a host and an optional
 * path, which for Kombo's own hosts is `/v1`; nothing else.
 *
 * @param options.allowHttp also `http:` to other machines. Default `false`
 * @returns the URL as parsers write it, without a slash at the end
 * @throws BaseUrlError
 */
export function parseBaseUrl(value: unknown, options: { allowHttp?: boolean } = {}): string {
  const url = typeof value === 'string' && URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined || !/^\s*https?:\/\//i.test(String(value))) {
    throw new BaseUrlError(`must be an absolute http:// or https:// URL. Example: ${EXAMPLE}`);
  }
  const { protocol, origin, username, password } = url;
  if (username !== '' || password !== '' || url.href !== origin + url.pathname) {
    throw new BaseUrlError(
      `must have no credentials, no query and no fragment. Example: ${EXAMPLE}`,
    );
  }
  if (protocol === 'http:' && !options.allowHttp && !isLoopback(url.href)) {
    throw new BaseUrlError(`must start with https://, except on this machine. Example: ${EXAMPLE}`);
  }
  const path = url.pathname.replace(/\/+$/, '');
  if (isKomboHost(url.hostname) && path !== '/v1') {
    throw new BaseUrlError(`must have the path /v1 on Kombo's hosts. Example: ${KOMBO_REGIONS.eu}`);
  }
  return origin + path;
}

const EXAMPLE = 'https://kombo-proxy.example.com/v1';

/** Whether a host is Kombo's own, of whichever region. */
export function isKomboHost(hostname: string): boolean {
  return `.${hostname.replace(/\.$/, '')}`.endsWith(`.${KOMBO_DOMAIN}`);
}

/** Whether a URL points to this machine: environment proxies must not be asked for it. */
export function isLoopback(url: string): boolean {
  const host = new URL(url).hostname;
  return (
    host === 'localhost' ||
    host.endsWith('.localhost') ||
    host === '[::1]' ||
    /^127\.\d+\.\d+\.\d+$/.test(host)
  );
}
