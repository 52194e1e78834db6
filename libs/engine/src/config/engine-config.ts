import { readObservabilityConfig, type ObservabilityConfig } from '../observability/config.js';
import { addressInRegion, RegionMismatchError } from '@result-links/delivery';
import { BaseUrlError } from '@result-links/kombo-client';
import { parseConnectionTargets, type EncryptionKey } from '@result-links/persistence';
import { readWebhookConfig, type WebhookConfig } from '../webhooks/config.js';
import { collect } from './collect.js';
import { readEncryptionKeys } from './encryption-keys.js';
import { unknownVariables } from './known-variables.js';
import {
  readDuration,
  readEnum,
  readInteger,
  readRate,
  readText,
  type Environment,
} from './read.js';

/** Where a Kombo account is reached, and with which key. */
export interface KomboAccess {
  apiKey: string;
  region: 'eu' | 'us';
  baseUrl: string | undefined;
}

/** What every process that delivers is told. */
export interface EngineConfig {
  /** The default account; `null`: none is configured (the API then brings a sandbox). */
  kombo: KomboAccess | null;
  /** PostgreSQL; `undefined`: the embedded database in `dataDir`. */
  databaseUrl: string | undefined;
  /** Where to listen for notifications when a pooler is behind `databaseUrl`; `undefined`: there. */
  directUrl: string | undefined;
  dataDir: string;
  /** Where it is remembered how far the database was, to recognize a restored one after a restart. */
  stateDir: { path: string; isRequired: boolean };
  /** How long equal content counts as the same request, in milliseconds; 0: never. */
  dedupeWindowMs: number;
  /** How long the content of ended deliveries is kept, in milliseconds; `null`: for ever. */
  retentionMs: number | null;
  /** What happens after an attempt of unknown outcome. */
  onUnknown: 'hold' | 'retry';
  /** Maximum number of open calls to Kombo in this process. */
  concurrency: number;
  /** A rate per integration besides what Kombo tells; `undefined`: none. */
  rate: { count: number; windowMs: number } | undefined;
  /** What values at rest are sealed with: the first one seals, all open; none: bodies are kept plain. */
  encryptionKeys: EncryptionKey[];
  logLevel: (typeof LOG_LEVELS)[number];
  /** How long readiness says 503 after SIGTERM before anything closes, in milliseconds. */
  shutdownDelayMs: number;
  /** Metrics and traces. */
  observability: ObservabilityConfig;
  /** Webhooks, Kombo's and ours. */
  webhooks: WebhookConfig;
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
const DAY_MS = 86_400_000;
const SHORTEST_RETENTION_MS = 60_000;
/** Long enough to be seen, short enough for whoever waits for a restart; a load balancer may need more. */
const SHUTDOWN_DELAY_MS = 2_000;

/**
 * Reads the part of the environment that API and worker share (README, "Configuration").
 *
 * @throws ConfigError naming every variable that is wrong
 */
export function readEngineConfig(environment: Environment): EngineConfig {
  return collect(environment, (env, attempt, complain) => {
    unknownVariables(env).forEach(complain);
    const apiKey = attempt(() => readText(env, 'KOMBO_API_KEY'));
    const region = attempt(() => readEnum(env, 'KOMBO_REGION', ['eu', 'us'] as const, 'eu'));
    const baseUrl = attempt(() => readKomboBaseUrl(env, region));
    if (apiKey === undefined && baseUrl !== undefined) {
      complain('KOMBO_BASE_URL is set but KOMBO_API_KEY is not: set both, or neither');
    }
    const databaseUrl = attempt(() => readText(env, 'DATABASE_URL'));
    const directUrl = attempt(() => readText(env, 'DATABASE_DIRECT_URL'));
    if (databaseUrl !== undefined) attempt(() => parseConnectionTargets(databaseUrl));
    if (directUrl !== undefined) {
      attempt(() => parseConnectionTargets(directUrl, 'DATABASE_DIRECT_URL'));
    }
    if (directUrl !== undefined && databaseUrl === undefined) {
      complain('DATABASE_DIRECT_URL is set but DATABASE_URL is not: set both, or neither');
    }
    const dataDir = attempt(() => readText(env, 'RESULT_LINKS_DATA_DIR')) ?? '.data';
    const stateDir = attempt(() => readText(env, 'RESULT_LINKS_STATE_DIR'));
    return {
      kombo: apiKey === undefined ? null : { apiKey, region, baseUrl },
      databaseUrl,
      directUrl,
      dataDir,
      stateDir: { path: stateDir ?? dataDir, isRequired: stateDir !== undefined },
      dedupeWindowMs: attempt(() => readDuration(env, 'RESULT_LINKS_DEDUPE_WINDOW', DAY_MS)),
      retentionMs: attempt(() => readRetention(env)),
      onUnknown: attempt(() =>
        readEnum(env, 'RESULT_LINKS_ON_UNKNOWN', ['hold', 'retry'] as const, 'hold'),
      ),
      concurrency: attempt(() => readInteger(env, 'RESULT_LINKS_CONCURRENCY', 4_096, [1, 32_768])),
      rate: attempt(() => readRate(env, 'RESULT_LINKS_RATE')),
      encryptionKeys: attempt(() => readEncryptionKeys(env, 'RESULT_LINKS_ENCRYPTION_KEY')),
      logLevel: attempt(() => readEnum(env, 'RESULT_LINKS_LOG_LEVEL', LOG_LEVELS, 'info')),
      shutdownDelayMs: attempt(() =>
        readDuration(env, 'RESULT_LINKS_SHUTDOWN_DELAY', SHUTDOWN_DELAY_MS),
      ),
      observability: attempt(() => readObservabilityConfig(env)),
      webhooks: attempt(() => readWebhookConfig(env)),
    };
  });
}

function readRetention(env: Environment): number | null {
  const name = 'RESULT_LINKS_RETENTION';
  if (readText(env, name)?.toLowerCase() === 'off') return null;
  const retentionMs = readDuration(env, name, 30 * DAY_MS);
  if (retentionMs < SHORTEST_RETENTION_MS) {
    // 0 switches other things off, so it is not taken for "at once" here.
    throw new Error(`${name} must be at least 1m, or "off" to keep everything`);
  }
  return retentionMs;
}

function readKomboBaseUrl(
  env: Environment,
  region: KomboAccess['region'] = 'eu',
): string | undefined {
  const name = 'KOMBO_BASE_URL';
  const text = readText(env, name);
  try {
    return text && addressInRegion(region, text);
  } catch (error) {
    if (!(error instanceof BaseUrlError || error instanceof RegionMismatchError)) throw error;
    throw new Error(`${name} ${error.problem}`, { cause: error });
  }
}
