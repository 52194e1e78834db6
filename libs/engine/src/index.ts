export { collect } from './config/collect.js';
export { readEngineConfig, type EngineConfig, type KomboAccess } from './config/engine-config.js';
export * from './config/read.js';
export {
  DEFAULT_ACCOUNT,
  openEngine,
  type Engine,
  type EngineHealth,
  type EngineParts,
} from './engine.js';
export { createLogger, type Logger } from './logger.js';
export { explainStartFailure } from './start-failure.js';
export { onShutdown, SHUTDOWN_GRACE_MS } from './shutdown.js';
export { DatabaseUnavailableError, InvalidCursorError } from '@result-links/persistence';
