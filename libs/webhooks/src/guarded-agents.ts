import {
  RequestFilteringHttpAgent,
  RequestFilteringHttpsAgent,
  type RequestFilteringAgentOptions,
} from 'request-filtering-agent';

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
