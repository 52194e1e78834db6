import {
  RequestFilteringHttpAgent,
  RequestFilteringHttpsAgent,
  type RequestFilteringAgentOptions,
} from 'request-filtering-agent';

/**
 * Addresses that look public, or may be allowed for a trial, and must never be reached all the same:
 * the metadata services of clouds, which hand out credentials to whoever asks from inside.
 */
const METADATA_ADDRESSES = [
  '169.254.169.254', // AWS, Azure, Google, Oracle and others
  '::ffff:169.254.169.254',
  '::ffff:a9fe:a9fe',
  '169.254.170.2', // AWS ECS
  'fd00:ec2::254', // AWS
  'fd20:ce::254', // Google
  '100.100.100.200', // Alibaba
  '168.63.129.16', // Azure's host agent, within a public range
];

/** Agents for http and https that refuse what is inside. */
export interface GuardedAgents {
  httpAgent: RequestFilteringHttpAgent;
  httpsAgent: RequestFilteringHttpsAgent;
}

/**
 * Agents that connect to public unicast addresses only. The address is checked after the name was
 * resolved, in the very look-up whose answer is connected to, so a name that resolves to another
 * address the second time (DNS rebinding) gains nothing. Refused is every range that is not public:
 * private, loopback, link-local, carrier-grade NAT, unique local, multicast, reserved, and IPv4 inside
 * IPv6 in any of its forms.
 *
 * Connections are not kept: events are rare, and a kept connection would outlive a change of DNS.
 */
export function guardedAgents(allowPrivate: boolean): GuardedAgents {
  const options: RequestFilteringAgentOptions = {
    allowPrivateIPAddress: allowPrivate,
    denyIPAddressList: METADATA_ADDRESSES,
  };
  return {
    httpAgent: new RequestFilteringHttpAgent(options),
    httpsAgent: new RequestFilteringHttpsAgent(options),
  };
}

/** Whether an error says that the guard refused the address. (The library has no class for it.) */
export function isRefusedAddress(error: unknown): boolean {
  return error instanceof Error && /^DNS lookup .+ is not allowed\. Because/.test(error.message);
}
