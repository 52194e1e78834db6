import { isIP } from 'node:net';

/** Names that never mean a receiver on the internet (RFC 6761, RFC 6762, RFC 8375, and habit). */
const INSIDE_NAMES = /(?:^|\.)(?:localhost|local|internal|intranet|lan|home\.arpa)$/;

/** Why an address cannot be an endpoint. */
export interface UrlProblem {
  /** Stable name of the rule. */
  code: 'https' | 'notAnAddress' | 'publicName';
  /** What is wrong and the way out. */
  message: string;
}

/**
 * Whether events may be sent to `url`, as far as the text tells: `null` if so. The answer to whoever
 * registers an endpoint; what protects the network is the check of every address at connect time
 * (`send-webhook.ts`), since a name can point anywhere later.
 *
 * The host must be a name: `https` receivers have one, and the many spellings of an IP address
 * (`0x7f.1`, `2130706433`, `[::ffff:7f00:1]`; the URL parser turns all into one) need no table then.
 *
 * @param url an absolute http(s) URL
 * @param allowPrivate for trials on one's own machine: `http:` and any host will do
 */
export function endpointUrlProblem(url: string, allowPrivate: boolean): UrlProblem | null {
  if (allowPrivate) return null;
  const { protocol, hostname } = new URL(url);
  if (protocol !== 'https:') {
    return { code: 'https', message: 'url must start with https://' };
  }
  const host = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
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
  return null;
}
