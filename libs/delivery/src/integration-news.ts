import { parseTime } from '@result-links/contracts/time';
import type { ParsedWebhook } from '@result-links/kombo-client';
import type { OutcomeDetails } from './model.js';

/** What a webhook of Kombo means for the deliveries of one integration. */
export interface IntegrationNews {
  integrationId: string;
  /** When Kombo saw it, if it says so: older news that comes late must not undo newer. */
  at: Date | null;
  /**
   * - `release`: it takes result links again; what waits goes out.
   * - `park`: it takes none; what waits is parked, as after an attempt with outcome `integration_broken`.
   * - `probe`: it may be back; a parked one is asked at once instead of at its next probe.
   */
  effect: 'release' | 'park' | 'probe';
  /** Why it is parked; `null` unless `park`. */
  details: OutcomeDetails | null;
}

/** What became of a reading. `ignored`: nothing for deliveries. `malformed`: a known kind without its fields. */
export type NewsReading =
  { kind: 'news'; news: IntegrationNews } | { kind: 'ignored' } | { kind: 'malformed' };

const IGNORED: NewsReading = { kind: 'ignored' };
const MALFORMED: NewsReading = { kind: 'malformed' };

/** Longest id that is looked up; Kombo's are some thirty characters. */
const MAX_ID_LENGTH = 512;

/**
 * What makes an integration take no result links, first match first. Which error code goes with which
 * state: Kombo's error guide (docs.kombo.dev, 2026-05); a qa_status of `PENDING` has none, so it is no
 * reason to wait. States that are not here say nothing: the next attempt or probe finds out.
 */
const BROKEN_STATES: readonly (readonly [
  field: 'state' | 'qa_status' | 'setup_status',
  value: string,
  code: string,
  title: string,
])[] = [
  ['state', 'INVALID', 'INTEGRATION.AUTHENTICATION_INVALID', 'The credentials no longer work'],
  ['state', 'INACTIVE', 'INTEGRATION.INACTIVE', 'The integration is switched off'],
  ['setup_status', 'INCOMPLETE', 'INTEGRATION.SETUP_INCOMPLETE', 'The set-up is not finished'],
  [
    'setup_status',
    'FINAL_SYNC_PENDING',
    'INTEGRATION.SETUP_SYNC_PENDING',
    'The final sync of the set-up is running',
  ],
  ['qa_status', 'FAILED', 'INTEGRATION.QA_FAILED', "Kombo's quality check has failed"],
];

/**
 * What a (verified) webhook means.
 *
 * | type | effect |
 * | --- | --- |
 * | `integration-state-changed` | `park` for a state of {@link BROKEN_STATES}, `release` when it is `ACTIVE` |
 * | `integration-deleted` | `park`: nothing more can be written; a human cancels what waits, or it is undone |
 * | `integration-created`, `sync-finished` | `probe`: that may have been what was missing |
 * | anything else | ignored |
 *
 * A release that was too early does no harm: the first write meets what is broken and parks again.
 */
export function readIntegrationNews({ webhook }: ParsedWebhook): NewsReading {
  const data = webhook.data as Record<string, unknown>;
  switch (webhook.type) {
    case 'integration-state-changed':
      return ofIntegration(data?.['integration_id'], timeOf(data?.['updated_at']), stateOf(data));
    case 'integration-deleted':
      return ofIntegration(data?.['id'], timeOf(data?.['deleted_at']), {
        effect: 'park',
        details: details('PLATFORM.INTEGRATION_NOT_FOUND', 'The integration was deleted in Kombo'),
      });
    case 'integration-created':
      return ofIntegration(data?.['id'], null, { effect: 'probe', details: null });
    case 'sync-finished':
      return ofIntegration(data?.['integration_id'], null, { effect: 'probe', details: null });
    default:
      return IGNORED;
  }
}

type Effect = Pick<IntegrationNews, 'effect' | 'details'>;

/** `null`: a state that says nothing. */
function stateOf(data: Record<string, unknown>): Effect | null {
  const broken = BROKEN_STATES.find(([field, value]) => data?.[field] === value);
  if (broken) {
    const [, , code, title] = broken;
    return { effect: 'park', details: details(code, title) };
  }
  return data?.['state'] === 'ACTIVE' ? { effect: 'release', details: null } : null;
}

function ofIntegration(id: unknown, at: Date | null, effect: Effect | null): NewsReading {
  if (typeof id !== 'string' || !isPlainId(id)) return MALFORMED;
  return effect ? { kind: 'news', news: { integrationId: id, at, ...effect } } : IGNORED;
}

/** What a database can look for: not empty, bounded, without control characters. */
function isPlainId(id: string): boolean {
  return id.length > 0 && id.length <= MAX_ID_LENGTH && /^[^\p{Cc}\p{Cs}]+$/u.test(id);
}

function timeOf(value: unknown): Date | null {
  return typeof value === 'string' ? parseTime(value) : null;
}

function details(code: string, title: string): OutcomeDetails {
  const message = `${title}, says Kombo in a webhook.`;
  return { httpStatus: null, code, title, message, logUrl: null, requestSent: 'no' };
}
