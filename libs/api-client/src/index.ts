export { ResultLinksClient, type ResultLinksClientOptions } from './client.js';
export { ResultLinksApiError, ResultLinksNoAnswerError, type DeliveryHeaders } from './errors.js';
export type { CallOptions, ResultLinkAnswer } from './result-links/result-links.js';
export { parseApiUrl } from './transport/api-url.js';
