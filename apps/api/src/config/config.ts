import { randomBytes } from 'node:crypto';
import { ConfigError, readEnum, readPort, readText, readUrl, type Environment } from './read.js';

/** Everything the service can be told, read once at start. */
export interface Config {
  host: string;
  /** 0 picks a free one. */
  port: number;
  /** Our own API key, which callers present as a bearer token. */
  apiKey: string;
  /** Whether nobody set the key, so that it has to be shown. */
  isApiKeyGenerated: boolean;
  /** Where deliveries go; `null`: to an embedded sandbox. */
  kombo: { apiKey: string; region: 'eu' | 'us'; baseUrl: string | undefined } | null;
  logLevel: LogLevel;
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
type LogLevel = (typeof LOG_LEVELS)[number];

/**
 * Reads the configuration from environment variables (README, "Configuration").
 * Nothing set at all is a working set-up on loopback with an embedded sandbox.
 *
 * @throws ConfigError naming every variable that is wrong
 */
export function readConfig(env: Environment): Config {
  const problems: string[] = [];
  const attempt = <T>(read: () => T): T => {
    try {
      return read();
    } catch (error) {
      problems.push((error as Error).message);
      return undefined as T;
    }
  };
  const komboApiKey = attempt(() => readText(env, 'KOMBO_API_KEY'));
  const region = attempt(() => readEnum(env, 'KOMBO_REGION', ['eu', 'us'] as const, 'eu'));
  const baseUrl = attempt(() => readUrl(env, 'KOMBO_BASE_URL'));
  const apiKey = attempt(() => readText(env, 'RESULT_LINKS_API_KEY', { minLength: 16 }));
  const config: Config = {
    host: attempt(() => readText(env, 'HOST')) ?? '127.0.0.1',
    port: attempt(() => readPort(env, 'PORT', 3000)),
    apiKey: apiKey ?? `rl_${randomBytes(24).toString('base64url')}`,
    isApiKeyGenerated: apiKey === undefined,
    kombo: komboApiKey === undefined ? null : { apiKey: komboApiKey, region, baseUrl },
    logLevel: attempt(() => readEnum(env, 'RESULT_LINKS_LOG_LEVEL', LOG_LEVELS, 'info')),
  };
  if (komboApiKey === undefined && baseUrl !== undefined) {
    problems.push('KOMBO_BASE_URL is set but KOMBO_API_KEY is not: set both, or neither');
  }
  if (problems.length > 0) {
    throw new ConfigError(problems);
  }
  return config;
}
