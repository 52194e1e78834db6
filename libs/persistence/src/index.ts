export { openPersistence, type Persistence, type PersistenceOptions } from './persistence.js';
export {
  DatabaseClosedError,
  DatabaseUnavailableError,
  DatabaseUrlError,
  UnstorableTextError,
  UnsupportedServerError,
  type DatabaseProblem,
} from './engine/errors.js';
export { migrateDatabase } from './migrate-database.js';
export { DatabaseRightsError } from './migrations/rights.js';
export { DatabaseMovedError, type SendingStop } from './identity/database-identity.js';
export { StateDirectoryError } from './identity/progress-file.js';
export {
  UnfinishedMoveError,
  type Confirmation,
  type ConfirmInput,
} from './stores/confirm-database.js';
export { parseConnectionTargets } from './engine/connection-targets.js';
export { DirectoryInUseError, EmbeddedEngineError } from './engine/pglite/errors.js';
export { DURABILITY_RISKS, type DurabilityRisk } from './statements/durability.js';
export { COUNTED_STATES, type ServiceStatus } from './stores/read-status.js';
export {
  abandonTransfer,
  transferDatabase,
  TransferError,
  type TransferOptions,
  type TransferResult,
} from './transfer/transfer-database.js';
export { EncryptionKeysError } from './vault/sealing-keys.js';
export { UnopenableError, type EncryptionKey } from './vault/sealed.js';
export { EncryptionKeyMissingError } from './vault/vault.js';
export type { KomboWebhookEffect, KomboWebhookInput } from './stores/kombo-news.js';
export type * from './webhooks.js';
