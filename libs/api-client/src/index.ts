export {
  ResultLinksAdminClient,
  type ResultLinksAdminClientOptions,
  type AuditLine,
} from './admin/admin-client.js';
export type { CallOptions } from './call-options.js';
export { ResultLinksClient, type ResultLinksClientOptions } from './client.js';
export type { BatchLines } from './deliveries/batch.js';
export type { BulkOptions } from './deliveries/deliveries.js';
export { ResultLinksApiError, ResultLinksNoAnswerError, type DeliveryHeaders } from './errors.js';
export type { ResultLinkOptions } from './result-links/preferences.js';
export type { ResultLinkAnswer } from './result-links/result-links.js';
export type { ConnectionOptions } from './transport/open-transport.js';
export { parseApiUrl } from './transport/api-url.js';
