import { lookup as systemLookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

/**
 * Addresses that must never be reached, not even in a trial: the metadata services of clouds, which hand out
 * credentials to every process inside. Some of them look public.
 */
const NEVER_IPV4: readonly (readonly [network: string, prefix: number])[] = [
  ['0.0.0.0', 32], // this host, by no name of its own
  ['169.254.0.0', 16], // link-local: AWS, Azure, Google, Oracle, AWS ECS and others
  ['100.100.100.200', 32], // Alibaba
  ['168.63.129.16', 32], // Azure's host agent, within a public range
  ['192.0.0.192', 32], // Oracle
];
const NEVER_IPV6: readonly (readonly [network: string, prefix: number])[] = [
  ['fd00:ec2::', 32], // AWS
  ['fd20:ce::', 32], // Google
  ['fd00:c1::', 32], // Oracle
  ['fd00:42::', 32], // Scaleway
  ['fe80::a9fe:a9fe', 128], // OpenStack
  // Addresses that a router translates to IPv4, whichever; nobody needs them in a trial.
  ['64:ff9b::', 96], // NAT64 (RFC 6052)
  ['64:ff9b:1::', 48], // local NAT64 (RFC 8215)
  ['::ffff:0:0:0', 96], // SIIT (RFC 2765)
  ['2002::', 16], // 6to4 (RFC 3056)
  ['2001::', 32], // Teredo (RFC 4380)
];

const NEVER = new BlockList();
for (const [network, prefix] of NEVER_IPV4) {
  // Also holds for IPv4-mapped IPv6: BlockList compares `::ffff:a.b.c.d` with IPv4 rules.
  NEVER.addSubnet(network, prefix, 'ipv4');
  NEVER.addSubnet(`::${network}`, 96 + prefix, 'ipv6');
}
for (const [network, prefix] of NEVER_IPV6) NEVER.addSubnet(network, prefix, 'ipv6');

/** Interface identifiers of ISATAP (RFC 5214): `…:[0200:]5efe:a.b.c.d`. */
const ISATAP = /:(?:0?200:|0:|:)0?5efe:/i;

/** All of IPv6 that is routed between networks (RFC 4291, section 2.4); what is private in it has a range of its own. */
const GLOBAL_IPV6 = ipaddr.parseCIDR('2000::/3');

/**
 * Whether events must not be sent to a host: the one rule for the host of a URL and for every address that a name
 * resolves to. Refused is all that is not public unicast: private, loopback, link-local, carrier-grade NAT, unique
 * local, multicast, reserved, and IPv4 inside IPv6 in any of its forms; the metadata services of clouds always.
 *
 * @param host an IP address, with the brackets of a URL or without; a name is not refused, but checked when it is
 *   resolved
 * @param allowPrivate for trials on one's own machine: only what must never be reached is refused
 */
export function isRefusedAddress(host: string, allowPrivate: boolean): boolean {
  const [address = ''] = host.replace(/^\[|\]$/g, '').split('%');
  const version = isIP(address);
  if (version === 0) return false;
  if (NEVER.check(address, version === 4 ? 'ipv4' : 'ipv6') || ISATAP.test(address)) return true;
  return !allowPrivate && !isPublic(ipaddr.parse(address));
}

function isPublic(address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  if (address.range() !== 'unicast') return false;
  return address.kind() === 'ipv4' || address.match(GLOBAL_IPV6);
}

/** The host is, or resolves to, an address that is refused. */
export class RefusedAddressError extends Error {
  constructor() {
    super('the host resolves to an address that is not public');
    this.name = 'RefusedAddressError';
  }
}

/**
 * Resolves like `lookup`; one refused address among the answers is enough to fail. Used by the very connection that
 * is made, so a name that resolves to another address the second time (DNS rebinding) gains nothing.
 */
export function guardedLookup(
  allowPrivate: boolean,
  lookup: LookupFunction = systemLookup,
): LookupFunction {
  return (host, options, callback) =>
    lookup(host, options, (error, found, family) => {
      const addresses = Array.isArray(found) ? found.map(({ address }) => address) : [found];
      const isRefused = !error && addresses.some((each) => isRefusedAddress(each, allowPrivate));
      callback(isRefused ? new RefusedAddressError() : error, found, family);
    });
}
