import { lookup as systemLookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/**
 * Addresses that must never be reached, not even in a trial: the metadata services of clouds, which hand out
 * credentials to every process inside. Some of them look public.
 */
const IPV4: readonly (readonly [network: string, prefix: number])[] = [
  ['169.254.0.0', 16], // link-local: AWS, Azure, Google, Oracle, AWS ECS and others
  ['100.100.100.200', 32], // Alibaba
  ['168.63.129.16', 32], // Azure's host agent, within a public range
  ['192.0.0.192', 32], // Oracle
];
const IPV6: readonly (readonly [network: string, prefix: number])[] = [
  ['fd00:ec2::', 32], // AWS
  ['fd20:ce::', 32], // Google
  ['fe80::a9fe:a9fe', 128], // OpenStack
  // Addresses that a router translates to IPv4, whichever; nobody needs them in a trial.
  ['64:ff9b::', 96], // NAT64 (RFC 6052)
  ['64:ff9b:1::', 48], // local NAT64 (RFC 8215)
  ['::ffff:0:0:0', 96], // SIIT (RFC 2765)
  ['2002::', 16], // 6to4 (RFC 3056)
  ['2001::', 32], // Teredo (RFC 4380)
];

const REFUSED = new BlockList();
for (const [network, prefix] of IPV4) {
  // Also holds for IPv4-mapped IPv6: BlockList compares `::ffff:a.b.c.d` with IPv4 rules.
  REFUSED.addSubnet(network, prefix, 'ipv4');
  REFUSED.addSubnet(`::${network}`, 96 + prefix, 'ipv6');
}
for (const [network, prefix] of IPV6) REFUSED.addSubnet(network, prefix, 'ipv6');

/** Interface identifiers of ISATAP (RFC 5214): `…:[0200:]5efe:a.b.c.d`. */
const ISATAP = /:(?:0?200:|0:|:)0?5efe:/i;

/** The host is, or resolves to, an address that must never be reached. */
export class MetadataAddressError extends Error {
  constructor() {
    super('the address belongs to a metadata service, or is translated to IPv4');
    this.name = 'MetadataAddressError';
  }
}

/** @throws MetadataAddressError for an IP address; names are checked when they are resolved */
export function assertNoMetadataAddress(host: string): void {
  const [address = ''] = host.replace(/^\[|\]$/g, '').split('%');
  const version = isIP(address);
  if (version === 0) return;
  if (REFUSED.check(address, version === 4 ? 'ipv4' : 'ipv6') || ISATAP.test(address)) {
    throw new MetadataAddressError();
  }
}

/** Resolves like `lookup`; one refused address among the answers is enough to fail. */
export function refusingMetadata(lookup: LookupFunction = systemLookup): LookupFunction {
  return (host, options, callback) =>
    lookup(host, options, (error, found, family) => {
      if (error) return callback(error, found, family);
      try {
        const addresses = Array.isArray(found) ? found.map(({ address }) => address) : [found];
        addresses.forEach(assertNoMetadataAddress);
      } catch (refusal) {
        return callback(refusal as Error, found, family);
      }
      callback(null, found, family);
    });
}
