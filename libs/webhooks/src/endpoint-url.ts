import { isIP } from 'node:net';
import { isRefusedAddress } from './refused-addresses.js';

/** Names that never mean a receiver on the internet (RFC 6761, 6762, 7686, 8375, 9476, Kubernetes, and habit). */
const INSIDE_NAMES =
  /(?:^|\.)(?:localhost|localdomain|local|internal|intranet|private|corp|home|lan|arpa|test|invalid|onion|alt|svc|cluster|pod|default|kubernetes|consul|docker|localnet|workgroup|domain|goog)$/;

/** Names of the metadata services of clouds, for which a trial has no use either. */
const METADATA_NAMES =
  /^(?:(?:.+-)?metadata|instance-data)(?:\.(?:google|azure|ec2)\.internal|\.goog|\.tencentyun\.com)?$/;

/** Labels of letters, digits, and hyphens, the last one not a number (RFC 1123, section 2.1). */
const HOST_NAME =
  /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** Ports where HTTPS is usual; `''` is 443. Others belong to databases, mail, and consoles. */
const PORTS = ['', '4443', '8443', '9443'];

/** Why an address cannot be an endpoint. */
export interface UrlProblem {
  /** Stable name of the rule. */
  code: 'metadata' | 'https' | 'notAnAddress' | 'publicName' | 'hostName' | 'port';
  /** What is wrong and the way out. */
  message: string;
}

const METADATA: UrlProblem = {
  code: 'metadata',
  message:
    'url must not lead to the metadata service of a cloud, nor to an IPv6 address that is translated to IPv4',
};

/**
 * Whether events may be sent to `url`, as far as the text tells: `null` if so. The answer to whoever
 * registers an endpoint; what protects the network is the check of every address at connect time
 * (`send-webhook.ts`), since a name can point anywhere later.
 *
 * The host must be a name: `https` receivers have one, and the many spellings of an IP address
 * (`0x7f.1`, `2130706433`, `[::ffff:7f00:1]`; the URL parser turns all into one) need no table then.
 *
 * @param url an absolute http(s) URL
 * @param allowPrivate for trials on one's own machine: `http:` and any host but a metadata service will do
 */
export function endpointUrlProblem(url: string, allowPrivate: boolean): UrlProblem | null {
  const { protocol, hostname, port } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  if (allowPrivate) {
    return isRefusedAddress(host, true) || METADATA_NAMES.test(host) ? METADATA : null;
  }
  if (protocol !== 'https:') {
    return { code: 'https', message: 'url must start with https://' };
  }
  if (isIP(host) !== 0) {
    return { code: 'notAnAddress', message: 'url must have a host name, not an IP address' };
  }
  if (!host.includes('.') || INSIDE_NAMES.test(host)) {
    return {
      code: 'publicName',
      message:
        'url must have a public host name: events are sent to receivers on the internet only',
    };
  }
  if (!HOST_NAME.test(host)) {
    return {
      code: 'hostName',
      message: 'url must have a host name of letters, digits, hyphens, and dots',
    };
  }
  if (!PORTS.includes(port)) {
    return { code: 'port', message: 'url must have the port 443, 4443, 8443, or 9443' };
  }
  return null;
}
