/** Groups of routes, in the order of the document. */
export const TAGS: Readonly<Record<string, string>> = {
  'Result links': 'Send a result link to a candidate or an application, as with Kombo.',
  Deliveries: 'Accepted result links: list, retry, cancel, resolve, and send many at once.',
  Integrations: "Customers' ATSs: readiness, and release after a break.",
  Targets: 'Look up candidates and applications by email, ATS ID, or Kombo ID.',
  Webhooks: "Receive Kombo's webhooks.",
  'Webhook endpoints': 'Addresses that are notified about deliveries and integrations.',
  Events: 'What is sent to webhook endpoints, signed as in Standard Webhooks.',
  Administration: 'Accounts, keys, encryption, erasure, and audit. Needs an admin key.',
  Health: 'Liveness and readiness of the process.',
};
