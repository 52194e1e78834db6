// An entry of its own: administration is no business of web pages that check result links.
import 'reflect-metadata/lite';

export * from './account.dto.js';
export * from './account-requests.dto.js';
export * from './admin-key.dto.js';
export * from './api-key.dto.js';
export * from './audit-actions.js';
export * from './audit-lines.dto.js';
export * from './audit-record.dto.js';
export * from './database.dto.js';
export * from './encryption.dto.js';
export * from './privacy.dto.js';
