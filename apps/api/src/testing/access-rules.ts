import { CANDIDATE, resultLink } from './service.js';

/** What the account of the test has. */
export interface World {
  deliveryId: string;
  /** What the delivery goes to. */
  integrationId: string;
  endpointId: string;
  /** For the route that deletes one. */
  spareEndpointId: string;
}

/** How a route is called, and what it must make of each kind of key. */
export interface AccessRule {
  /** Which keys it is for. */
  for: 'everybody' | 'readers' | 'writers' | 'admins';
  /** About the account as a whole: no key that is restricted to integrations is let in. */
  isAccountWide?: true;
  /** Not by a key but by a signature: 401 or 503 without one. */
  isSigned?: true;
  /** Values of its path parameters. */
  path?: (world: World) => Record<string, string>;
  headers?: (world: World) => Record<string, string>;
  /** A text is sent as it is, all else as JSON. */
  body?: (world: World) => unknown;
  /**
   * What a key of another account sees: `nothing` (404, as if it were not there) or `its own` (the route
   * works, within that account).
   */
  ofAnotherAccount?: 'nothing' | 'its own';
  /**
   * What a key sees that is restricted to another integration: `refused` (403), `nothing` (404), or `its
   * own` (the route works, and shows or touches nothing of this one; `isEmpty` says how to tell).
   */
  ofAnotherIntegration?: 'refused' | 'nothing' | 'its own';
  /** Whether an answer has nothing of the other integration or account in it. */
  isEmpty?: (text: string) => boolean;
}

const delivery = ({ deliveryId }: World) => ({ id: deliveryId });
const integration = ({ integrationId }: World) => ({ id: integrationId });
const account = () => ({ id: 'nobody' });
const endpoint = ({ endpointId }: World) => ({ id: endpointId });

const aboutOneDelivery = {
  path: delivery,
  ofAnotherAccount: 'nothing',
  ofAnotherIntegration: 'nothing',
} as const;
const sendsOne = {
  for: 'writers',
  headers: ({ integrationId }: World) => ({
    'x-integration-id': integrationId,
    prefer: 'respond-async',
  }),
  body: resultLink,
  ofAnotherAccount: 'its own',
  ofAnotherIntegration: 'refused',
} as const;
const aboutOneEndpoint = {
  isAccountWide: true,
  path: endpoint,
  ofAnotherAccount: 'nothing',
  ofAnotherIntegration: 'refused',
} as const;
const ndjson = { 'content-type': 'application/x-ndjson' };

/**
 * Every operation of the OpenAPI document. One that is not here fails the test: whoever adds a route
 * says here whom it is for.
 */
export const ACCESS_RULES: Readonly<Record<string, AccessRule>> = {
  getLiveness: { for: 'everybody' },
  getReadiness: { for: 'everybody' },

  PostAtsCandidatesCandidateIdResultLinks: {
    ...sendsOne,
    path: () => ({ candidate_id: CANDIDATE }),
  },
  PostAtsApplicationsApplicationIdResultLinks: {
    ...sendsOne,
    path: () => ({ application_id: 'application-1' }),
  },
  batchDeliveries: {
    for: 'writers',
    headers: () => ndjson,
    body: ({ integrationId }) =>
      `${JSON.stringify({ x_integration_id: integrationId, candidate_id: CANDIDATE, request_body: resultLink() })}\n`,
    ofAnotherAccount: 'its own',
    ofAnotherIntegration: 'its own',
    isEmpty: (text) => text.includes('integration_not_allowed') || text.includes('"accepted":1'),
  },
  listDeliveries: {
    for: 'readers',
    ofAnotherAccount: 'its own',
    ofAnotherIntegration: 'its own',
  },
  getDelivery: { for: 'readers', ...aboutOneDelivery },
  retryDelivery: { for: 'writers', ...aboutOneDelivery },
  cancelDelivery: { for: 'writers', ...aboutOneDelivery },
  resolveDelivery: {
    for: 'writers',
    ...aboutOneDelivery,
    body: () => ({ outcome: 'delivered' }),
  },
  retryDeliveries: {
    for: 'writers',
    body: () => ({ state: ['failed'], dry_run: true }),
    ofAnotherAccount: 'its own',
    ofAnotherIntegration: 'its own',
    isEmpty: (text) => text.includes('"count":0'),
  },
  getIntegrationReadiness: {
    for: 'readers',
    path: integration,
    ofAnotherAccount: 'its own',
    ofAnotherIntegration: 'refused',
  },
  releaseIntegration: {
    for: 'writers',
    path: integration,
    ofAnotherAccount: 'its own',
    ofAnotherIntegration: 'refused',
  },
  resolveTargets: {
    for: 'readers',
    body: ({ integrationId }) => ({
      references: [{ x_integration_id: integrationId, candidate_id: CANDIDATE }],
    }),
    ofAnotherAccount: 'its own',
    ofAnotherIntegration: 'refused',
  },

  // Its key is a signature: without one it is refused in words of its own.
  receiveKomboWebhook: { for: 'everybody', isSigned: true, body: () => ({}) },
  createWebhookEndpoint: {
    for: 'writers',
    isAccountWide: true,
    body: () => ({ url: 'https://hooks.example.com/2' }),
    ofAnotherAccount: 'its own',
    ofAnotherIntegration: 'refused',
  },
  listWebhookEndpoints: {
    for: 'readers',
    isAccountWide: true,
    ofAnotherAccount: 'its own',
    ofAnotherIntegration: 'refused',
  },
  getWebhookEndpoint: { for: 'readers', ...aboutOneEndpoint },
  updateWebhookEndpoint: {
    for: 'writers',
    ...aboutOneEndpoint,
    body: () => ({ events: ['delivery.failed'] }),
  },
  deleteWebhookEndpoint: {
    for: 'writers',
    ...aboutOneEndpoint,
    path: ({ spareEndpointId }) => ({ id: spareEndpointId }),
  },
  rotateWebhookSecret: { for: 'writers', ...aboutOneEndpoint },
  // It sends something: to one that is not there, so that the test calls nobody.
  testWebhookEndpoint: { for: 'writers', ...aboutOneEndpoint, path: () => ({ id: 'none' }) },
  listWebhookAttempts: { for: 'readers', ...aboutOneEndpoint },

  listAccounts: { for: 'admins' },
  createAccount: { for: 'admins', body: () => ({ id: 'Not An Id' }) },
  getAccount: { for: 'admins', path: account },
  updateAccount: { for: 'admins', path: account, body: () => ({ name: 'x' }) },
  deleteAccount: { for: 'admins', path: account },
  listApiKeys: { for: 'admins', path: account },
  createApiKey: { for: 'admins', path: account, body: () => ({ name: 'x' }) },
  revokeApiKey: { for: 'admins', path: () => ({ id: 'nobody', key_id: 'none' }) },
  listAdminKeys: { for: 'admins' },
  createAdminKey: { for: 'admins', body: () => ({ name: '' }) },
  revokeAdminKey: { for: 'admins', path: () => ({ key_id: 'none' }) },
  rotateEncryption: { for: 'admins', body: () => ({}) },
  confirmDatabase: { for: 'admins', body: () => ({ dry_run: true }) },
  eraseTarget: { for: 'admins', body: () => ({}) },
  listErasures: { for: 'admins' },
  exportAudit: { for: 'admins' },
  listAuditRecords: { for: 'admins' },
};
