import { KOMBO_REGIONS, type KomboRegion } from '@result-links/kombo-client';

/** A base URL that an account of this region may not use; `message` says why and what would do. */
export class RegionMismatchError extends Error {
  readonly code = 'region_mismatch';
  constructor(message: string) {
    super(message);
    this.name = 'RegionMismatchError';
  }
}

/**
 * The one place that pins an account to its region: every Kombo client of the service is made with the
 * address that this returns. The rules:
 *
 * 1. without `baseUrl` it is the region's own address;
 * 2. a `baseUrl` on Kombo's domain must be the host of the account's region, over https: an account in
 *    the EU never calls the US host, nor a host of Kombo's that is not known here;
 * 3. any other `baseUrl` (a proxy, a sandbox) is taken as it is: where it passes requests on to is in the
 *    hands of whoever set it.
 *
 * Redirects cannot lead elsewhere: the client follows none.
 *
 * @throws RegionMismatchError when rule 2 is broken
 */
export function addressInRegion(region: KomboRegion, baseUrl: string | null): string {
  const own = KOMBO_REGIONS[region];
  if (baseUrl === null) {
    return own;
  }
  const url = new URL(baseUrl);
  const host = url.hostname.replace(/\.$/, '');
  if (host !== KOMBO_DOMAIN && !host.endsWith(`.${KOMBO_DOMAIN}`)) {
    return baseUrl;
  }
  const ownHost = new URL(own).hostname;
  if (host !== ownHost) {
    throw new RegionMismatchError(
      `${host} is not Kombo's host for the region ${region}, which is ${ownHost}: leave the base URL out, or make an account of the other region`,
    );
  }
  if (url.protocol !== 'https:') {
    throw new RegionMismatchError(`${host} is only called over https`);
  }
  return baseUrl;
}

/** All of Kombo's API hosts are below it. Source: servers of Kombo's OpenAPI document, 2026-05-02. */
const KOMBO_DOMAIN = 'kombo.dev';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * Stricter than {@link addressInRegion}, for addresses that an administrator sets through the API: the key of the
 * account goes to hosts that the operator of the service allows, encrypted. This machine is allowed.
 *
 * @param allowedHosts hosts off Kombo's domain, with the port unless it is the default one
 * @throws RegionMismatchError
 */
export function assertKomboAddress(
  region: KomboRegion,
  baseUrl: string | null,
  allowedHosts: readonly string[],
): void {
  addressInRegion(region, baseUrl);
  if (baseUrl === null) return;
  const { protocol, hostname, host } = new URL(baseUrl);
  if (LOOPBACK.test(hostname)) return;
  if (protocol !== 'https:') {
    throw new RegionMismatchError('base_url must be https, unless it is on this machine');
  }
  if (host !== new URL(KOMBO_REGIONS[region]).host && !allowedHosts.includes(host)) {
    throw new RegionMismatchError(
      `base_url has a host that is not Kombo's, ${host}: add it to RESULT_LINKS_KOMBO_HOSTS to allow it`,
    );
  }
}
