import leven from 'leven';
import type { Environment } from './read.js';

/**
 * Every variable of ours that a program of this project reads: API, worker and command line, since one
 * environment often serves all three. A spec compares the list with the sources.
 */
export const KNOWN_VARIABLES: readonly string[] = [
  'KOMBO_API_KEY',
  'KOMBO_BASE_URL',
  'KOMBO_REGION',
  'KOMBO_WEBHOOK_SECRET',
  'RESULT_LINKS_ADMIN_KEY',
  'RESULT_LINKS_API_KEY',
  'RESULT_LINKS_API_URL',
  'RESULT_LINKS_AUTH_FAILURE_LIMIT',
  'RESULT_LINKS_CONCURRENCY',
  'RESULT_LINKS_CORS_ORIGINS',
  'RESULT_LINKS_DATA_DIR',
  'RESULT_LINKS_DEDUPE_WINDOW',
  'RESULT_LINKS_DOCS',
  'RESULT_LINKS_ENCRYPTION_KEY',
  'RESULT_LINKS_KOMBO_HOSTS',
  'RESULT_LINKS_LOG_LEVEL',
  'RESULT_LINKS_MAX_CONNECTIONS',
  'RESULT_LINKS_METRICS_HOST',
  'RESULT_LINKS_METRICS_PORT',
  'RESULT_LINKS_METRICS_TOKEN',
  'RESULT_LINKS_ON_UNKNOWN',
  'RESULT_LINKS_RATE',
  'RESULT_LINKS_RATE_LIMIT',
  'RESULT_LINKS_RETENTION',
  'RESULT_LINKS_SANDBOX',
  'RESULT_LINKS_SHUTDOWN_DELAY',
  'RESULT_LINKS_STATE_DIR',
  'RESULT_LINKS_TRUSTED_PROXIES',
  'RESULT_LINKS_WEBHOOK_ALLOW_PRIVATE',
  'RESULT_LINKS_WEBHOOK_DISABLE_AFTER',
  'RESULT_LINKS_WORKER',
];

/** What programs of this project read beside them. */
const COMMON = ['DATABASE_DIRECT_URL', 'DATABASE_URL', 'HOST', 'NODE_ENV', 'PORT'];

const OURS = /^(RESULT_?LINKS?|KOMBO)_/;

/** What Kubernetes adds for every service of the namespace, e.g. `RESULT_LINKS_API_PORT=tcp://10.0.0.1:80`. */
const SERVICE_LINK = /_(SERVICE_(HOST|PORT)(_\w+)?|PORT_\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)$/;
const SERVICE_ADDRESS = /^(tcp|udp|sctp):\/\//;

/** A line for every variable that looks like ours and that nothing reads: a misspelled one has no effect. */
export function unknownVariables(env: Environment): string[] {
  return Object.entries(env)
    .filter(
      ([name, value]) =>
        looksLikeOurs(spelled(name)) &&
        !KNOWN_VARIABLES.includes(name) &&
        !SERVICE_LINK.test(name) &&
        !SERVICE_ADDRESS.test(value ?? ''),
    )
    .map(([name]) => `${name} is not a setting. ${wayOut(name)}`);
}

/** A name as ours are spelled: capitals and underscores. */
function spelled(name: string): string {
  return name
    .trim()
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '_');
}

/** By its prefix; or by all of it, when the prefix is what is misspelled. */
function looksLikeOurs(name: string): boolean {
  return (
    OURS.test(name) ||
    KNOWN_VARIABLES.some(
      (known) =>
        (!known.startsWith('KOMBO') || name.startsWith('KOMBO')) && leven(known, name) <= 3,
    )
  );
}

function wayOut(name: string): string {
  const common = spelled(name).replace(OURS, '');
  if (COMMON.includes(common)) return `Did you mean ${common}?`;
  const distance = (known: string) => leven(known, spelled(name));
  const [closest = ''] = [...KNOWN_VARIABLES].sort((a, b) => distance(a) - distance(b));
  return distance(closest) <= 5
    ? `Did you mean ${closest}?`
    : 'Remove it; the README lists all settings.';
}
