import {
  isKomboHost,
  isLoopback,
  KOMBO_REGIONS,
  parseBaseUrl,
  type KomboRegion,
} from '@result-links/kombo-client';

/** A base URL that an account of this region may not use; `problem` says why and what would do. */
export class RegionMismatchError extends Error {
  readonly code = 'region_mismatch';
  /** @param problem to follow the name of the field */
  constructor(readonly problem: string) {
    super(`baseUrl ${problem}`);
    this.name = 'RegionMismatchError';
  }
}

/**
 * The one place that pins an account to its region: every Kombo client of the service is made with the
 * address that this returns. The rules:
 *
 * 1. without `baseUrl` it is the region's own address;
 * 2. a `baseUrl` on Kombo's domain must be the address of the account's region: an account in the EU never
 *    calls the US host, nor a host of Kombo's that is not known here;
 * 3. any other `baseUrl` (a proxy, a sandbox) is taken as {@link parseBaseUrl} reads it: where it passes
 *    requests on to is in the hands of whoever set it.
 *
 * Redirects cannot lead elsewhere: the client follows none.
 *
 * @throws BaseUrlError
 * @throws RegionMismatchError when rule 2 is broken
 */
export function addressInRegion(region: KomboRegion, baseUrl: string | null): string {
  const own = KOMBO_REGIONS[region];
  if (baseUrl === null) return own;
  const address = parseBaseUrl(baseUrl);
  const { hostname, host } = new URL(address);
  if (isKomboHost(hostname) && address !== own) {
    throw new RegionMismatchError(
      `has the host ${host}, but Kombo's address for the region ${region} is ${own}: leave it out, or use the other region`,
    );
  }
  return address;
}

/**
 * Stricter than {@link addressInRegion}, for addresses that an administrator sets through the API: the key of the
 * account goes to hosts that the operator of the service allows. This machine is allowed.
 *
 * @param allowedHosts hosts off Kombo's domain, with the port unless it is the default one
 * @returns the address to keep; `null`: the region's own
 * @throws BaseUrlError
 * @throws RegionMismatchError
 */
export function allowedAddress(
  region: KomboRegion,
  baseUrl: string | null,
  allowedHosts: readonly string[],
): string | null {
  if (baseUrl === null) return null;
  const address = addressInRegion(region, baseUrl);
  const { hostname, host } = new URL(address);
  if (!isKomboHost(hostname) && !isLoopback(address) && !allowedHosts.includes(host)) {
    throw new RegionMismatchError(
      `has a host that is not Kombo's, ${host}: add it to RESULT_LINKS_KOMBO_HOSTS to allow it`,
    );
  }
  return address;
}
