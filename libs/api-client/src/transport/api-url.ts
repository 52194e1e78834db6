/** The part of every route that tells the version of the API. */
const VERSION_PATH = '/v1';

/**
 * Where the API lives, as its routes are appended to it: always with `/v1`, never with a slash at the end.
 * `https://links.example.com`, `…/`, `…/v1` and `…/v1/` all give `https://links.example.com/v1`.
 *
 * @throws TypeError when `apiUrl` is not an absolute http(s) URL, or carries credentials, a query or
 *   a fragment. The message never repeats the URL: it may hold a password.
 */
export function parseApiUrl(apiUrl: string): string {
  const url = URL.canParse(apiUrl) ? new URL(apiUrl) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) {
    throw new TypeError('apiUrl must be an absolute http:// or https:// URL');
  }
  if (url.username !== '' || url.password !== '') {
    throw new TypeError('apiUrl must not contain a user name or password');
  }
  if (url.search !== '' || url.hash !== '') {
    throw new TypeError('apiUrl must not contain a query or a fragment');
  }
  const base = `${url.origin}${url.pathname}`.replace(/\/+$/, '');
  return base.endsWith(VERSION_PATH) ? base : `${base}${VERSION_PATH}`;
}

/** Whether a URL points to this machine. */
export function isLoopback(url: string): boolean {
  const { hostname } = new URL(url);
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    /^127\.\d+\.\d+\.\d+$/.test(hostname)
  );
}
