import type { Transition } from './decide.js';
import type { AttemptResult, OutcomeDetails } from './model.js';

const MESSAGE_LIMIT = 4_000;
const WARNINGS_LIMIT = 100;

/** The result of an attempt that ended without an answer of Kombo; `message` says why. */
export function resultWithoutAnswer(
  outcome: 'unknown' | 'unavailable',
  message: string,
): AttemptResult {
  const requestSent = outcome === 'unknown' ? 'maybe' : 'no';
  return {
    outcome,
    details: { httpStatus: null, code: null, title: null, message, logUrl: null, requestSent },
    warnings: [],
    limits: {},
  };
}

/** What the recovery writes for an attempt whose process is gone. */
export function processDied(): AttemptResult {
  return resultWithoutAnswer(
    'unknown',
    'The process died during the attempt; the link may have been written.',
  );
}

/**
 * What follows when an attempt was started but its request certainly never left this process: due again
 * at once, nothing counted.
 */
export function unsentTransition(now: Date): Transition {
  return { to: 'retrying', nextAttemptAt: now, counts: false, probeAt: null, effect: 'none' };
}

/**
 * The result with texts that any store can keep: well-formed Unicode without NUL (PostgreSQL refuses both
 * NUL and lone surrogates, and an outcome that cannot be written would be tried for ever), of bounded
 * length. Kombo's messages quote what an ATS said, which may be anything.
 */
export function storable(result: AttemptResult): AttemptResult {
  return {
    ...result,
    details: storableDetails(result.details),
    warnings: result.warnings.slice(0, WARNINGS_LIMIT).map((warning) => storableText(warning)),
  };
}

function storableDetails(details: OutcomeDetails): OutcomeDetails {
  return {
    ...details,
    code: details.code === null ? null : storableText(details.code),
    title: details.title === null ? null : storableText(details.title),
    message: details.message === null ? null : storableText(details.message),
    logUrl: details.logUrl === null ? null : storableText(details.logUrl),
  };
}

function storableText(text: string): string {
  const short = text.length > MESSAGE_LIMIT ? `${text.slice(0, MESSAGE_LIMIT)}…` : text;
  // Through UTF-8 and back: each lone surrogate becomes U+FFFD.
  return Buffer.from(short.replaceAll('\0', '\uFFFD'), 'utf8').toString('utf8');
}
