import { isIP } from 'node:net';
import { collect, readEnum, readInteger, readRate, readText } from '@result-links/engine';
import type { Environment } from '@result-links/engine';

/** So many in so many milliseconds. */
export interface Rate {
  count: number;
  windowMs: number;
}

/** How much the service lets others do to it. */
export interface HardeningConfig {
  /** Requests of one API key in this process; `null`: no limit. */
  rateLimit: Rate | null;
  /** Wrong API keys from one address, before further wrong ones are answered 429; `null`: no limit. */
  authFailureLimit: Rate | null;
  /** Connections open at once; further ones are closed at once. */
  maxConnections: number;
  /** Origins whose pages may call the API from a browser; empty: none. */
  corsOrigins: readonly string[];
  /** Addresses or networks of proxies whose `X-Forwarded-For` is believed; empty: none. */
  trustedProxies: readonly string[];
  /** Hosts off Kombo's domain that accounts may use as their address; empty: none but this machine. */
  komboHosts: readonly string[];
  /** Whether `/docs` and `/openapi.json` are served. */
  hasDocs: boolean;
}

/**
 * Far above what one process accepts in single requests (docs/performance.md: some 1,000 a second), so
 * that bulk use is never stopped; it ends a loop that has run wild, and keeps one key from starving others.
 */
const DEFAULT_RATE_LIMIT: Rate = { count: 5_000, windowMs: 1_000 };

/** Keys are too long to be guessed; this tells those who try, or whose configuration is wrong, to stop. */
const DEFAULT_AUTH_FAILURE_LIMIT: Rate = { count: 60, windowMs: 60_000 };

/** Callers wait for outcomes, so many connections are normal; about 30 kB of memory each. */
const DEFAULT_MAX_CONNECTIONS = 4_096;

/**
 * Reads the part of the environment that bounds callers (README, "Configuration").
 *
 * @throws ConfigError naming every variable that is wrong
 */
export function readHardeningConfig(environment: Environment): HardeningConfig {
  return collect(environment, (env, attempt) => ({
    rateLimit: attempt(() => readLimit(env, 'RESULT_LINKS_RATE_LIMIT', DEFAULT_RATE_LIMIT)),
    authFailureLimit: attempt(() =>
      readLimit(env, 'RESULT_LINKS_AUTH_FAILURE_LIMIT', DEFAULT_AUTH_FAILURE_LIMIT),
    ),
    maxConnections: attempt(() =>
      readInteger(env, 'RESULT_LINKS_MAX_CONNECTIONS', DEFAULT_MAX_CONNECTIONS, [1, 1_000_000]),
    ),
    corsOrigins: attempt(() => readOrigins(env)),
    trustedProxies: attempt(() =>
      readList(env, 'RESULT_LINKS_TRUSTED_PROXIES', complaintAboutAddress),
    ),
    komboHosts: attempt(() => readList(env, 'RESULT_LINKS_KOMBO_HOSTS', complaintAboutHost)),
    hasDocs:
      attempt(() => readEnum(env, 'RESULT_LINKS_DOCS', ['on', 'off'] as const, 'on')) === 'on',
  }));
}

function readLimit(env: Environment, name: string, fallback: Rate): Rate | null {
  if (readText(env, name)?.toLowerCase() === 'off') return null;
  try {
    return readRate(env, name) ?? fallback;
  } catch (error) {
    throw new Error(`${(error as Error).message}; "off" for no limit`, { cause: error });
  }
}

function readOrigins(env: Environment): string[] {
  return readList(env, 'RESULT_LINKS_CORS_ORIGINS', (origin) => {
    if (URL.canParse(origin) && new URL(origin).origin === origin) return null;
    return 'must list origins such as https://app.example.com (scheme and host, no path, no *), separated by commas';
  });
}

/** A host as URLs have it, with its port unless that is 443. */
function complaintAboutHost(text: string): string | null {
  const url = `https://${text}/`;
  return /^[a-z0-9.-]+(?::\d+)?$/.test(text) && URL.canParse(url) && new URL(url).host === text
    ? null
    : 'must list hosts such as proxy.example.com or proxy.example.com:8443, separated by commas';
}

/** An IPv4 or IPv6 address, with or without the length of a network's prefix. */
function complaintAboutAddress(text: string): string | null {
  const [, address = '', prefix = '0'] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const bits = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  return Number(prefix) <= bits
    ? null
    : 'must list IP addresses or networks such as 10.0.0.0/8, separated by commas';
}

/** @param complaintAbout what is wrong with an entry, to follow the variable's name; `null`: nothing */
function readList(
  env: Environment,
  name: string,
  complaintAbout: (entry: string) => string | null,
): string[] {
  const entries = (readText(env, name) ?? '')
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
  for (const entry of entries) {
    const complaint = complaintAbout(entry);
    if (complaint !== null) throw new Error(`${name} ${complaint}, not "${entry}"`);
  }
  return entries;
}
