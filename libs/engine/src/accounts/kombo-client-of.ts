import { addressInRegion } from '@result-links/delivery';
import { KomboClient } from '@result-links/kombo-client';
import type { KomboAccess } from '../config/engine-config.js';

/**
 * The client of an account. All clients of the service are made here, so that none is without the check
 * of its region.
 *
 * @throws RegionMismatchError when the base URL is a host of another region
 */
export function komboClientOf({ apiKey, region, baseUrl }: KomboAccess): KomboClient {
  return new KomboClient({
    apiKey,
    baseUrl: addressInRegion(region, baseUrl ?? null),
    userAgent: 'result-links',
  });
}
