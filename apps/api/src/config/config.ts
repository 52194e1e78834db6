import { randomBytes } from 'node:crypto';
import {
  collect,
  readEngineConfig,
  readEnum,
  readPort,
  readText,
  type EngineConfig,
  type Environment,
} from '@result-links/engine';
import { readHardeningConfig, type HardeningConfig } from './hardening-config.js';

/** Everything the service can be told, read once at start. */
export interface Config {
  host: string;
  /** 0 picks a free one. */
  port: number;
  /** Our own API key, which callers present as a bearer token. */
  apiKey: string;
  /** Whether nobody set the key, so that it has to be shown. */
  isApiKeyGenerated: boolean;
  /** Key of the admin routes; `undefined`: there are none. */
  adminKey: string | undefined;
  /** Why deliveries must not go to the embedded sandbox when Kombo's key is missing; `null`: they may. */
  sandboxRefusal: string | null;
  /** Whether this process delivers, or only accepts and leaves delivering to worker processes. */
  isWorker: boolean;
  engine: EngineConfig;
  hardening: HardeningConfig;
}

/**
 * Reads the configuration from environment variables (README, "Configuration").
 * Nothing set at all is a working set-up on loopback with an embedded database and sandbox.
 *
 * @throws ConfigError naming every variable that is wrong
 */
export function readConfig(environment: Environment): Config {
  return collect(environment, (env, attempt, complain) => {
    const engine = attempt(() => readEngineConfig(env));
    const hardening = attempt(() => readHardeningConfig(env));
    const apiKey = attempt(() => readText(env, 'RESULT_LINKS_API_KEY', { minLength: 16 }));
    const adminKey = attempt(() => readText(env, 'RESULT_LINKS_ADMIN_KEY', { minLength: 32 }));
    if (adminKey !== undefined && adminKey === apiKey) {
      complain('RESULT_LINKS_ADMIN_KEY must not be the same as RESULT_LINKS_API_KEY');
    }
    const worker = attempt(() =>
      readEnum(env, 'RESULT_LINKS_WORKER', ['on', 'off'] as const, 'on'),
    );
    if (worker === 'off' && env['DATABASE_URL'] === undefined) {
      complain(
        'RESULT_LINKS_WORKER=off needs DATABASE_URL: another process delivers, and only a PostgreSQL server can be shared with it',
      );
    }
    const host = attempt(() => readText(env, 'HOST')) ?? '127.0.0.1';
    const sandbox = attempt(() =>
      readEnum(env, 'RESULT_LINKS_SANDBOX', ['on', 'off', 'trial'] as const, 'trial'),
    );
    return {
      host,
      port: attempt(() => readPort(env, 'PORT', 3000)),
      apiKey: apiKey ?? `rl_${randomBytes(24).toString('base64url')}`,
      isApiKeyGenerated: apiKey === undefined,
      adminKey,
      sandboxRefusal: refusalOfSandbox(sandbox, env, host),
      isWorker: worker === 'on',
      engine,
      hardening,
    };
  });
}

/** Values of `NODE_ENV` that mean no production; whatever else it is, a misspelled `production` included, may. */
const TRIAL_ENVIRONMENTS = /^(|dev(elopment)?|test)$/i;

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1)$/i;

/**
 * The sandbox reports every result link as delivered. Without a word it may only stand in for Kombo in a trial: not
 * where the environment looks like production.
 */
function refusalOfSandbox(
  sandbox: 'on' | 'off' | 'trial' | undefined,
  env: Environment,
  host: string,
): string | null {
  if (sandbox === 'on') return null;
  const nodeEnv = readText(env, 'NODE_ENV') ?? '';
  const signs = [
    ...(sandbox === 'off' ? ['RESULT_LINKS_SANDBOX is off'] : []),
    ...(TRIAL_ENVIRONMENTS.test(nodeEnv) ? [] : [`NODE_ENV is "${nodeEnv}"`]),
    ...(readText(env, 'DATABASE_URL') === undefined ? [] : ['DATABASE_URL is set']),
    ...(LOOPBACK.test(host) ? [] : ['HOST is not loopback']),
  ];
  return signs.length === 0
    ? null
    : `KOMBO_API_KEY is not set, but ${signs.join(' and ')}: set KOMBO_API_KEY to deliver to Kombo, or RESULT_LINKS_SANDBOX=on to deliver to the embedded sandbox`;
}
