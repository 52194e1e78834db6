import { writtenReply } from '../kombo/reply.js';
import type { Fault } from './fault.js';
import type { Random } from './random.js';

/** One row of the vocabulary of faults. */
export interface FaultName {
  /** How it is written, with its parameters in angle brackets. */
  form: string;
  /** One that works as it stands. */
  example: string;
  /** What the caller gets to see, and whether the link is written. */
  meaning: string;
  /** Matches the whole name. */
  pattern: RegExp;
  /** The fault itself; `parameters` are the groups of the pattern. */
  build: (parameters: readonly (string | undefined)[], random: Random) => Fault;
}

const STATUS = '([2-5]\\d\\d)';

/**
 * Every fault that has a name. A name works as candidate or application id (so that a newcomer can
 * try it with nothing but curl) and as `fault` of a scenario.
 */
export const FAULT_NAMES: readonly FaultName[] = [
  {
    form: 'fail-<code>',
    example: 'fail-REMOTE.SERVICE_UNAVAILABLE',
    meaning:
      "error in Kombo's envelope, with any code, also one that Kombo does not have; not written",
    pattern: /^fail-([A-Z][A-Z0-9_]*\.[A-Z0-9_]+)$/,
    build: ([code = null]) => ({ kind: 'error', code }),
  },
  {
    form: 'fail-<code>-<status>',
    example: 'fail-INTEGRATION.SETUP_SYNC_PENDING-503',
    meaning: 'the same with another HTTP status',
    pattern: new RegExp(`^fail-([A-Z][A-Z0-9_]*\\.[A-Z0-9_]+)-${STATUS}$`),
    build: ([code = null, status]) => ({ kind: 'error', code, status: Number(status) }),
  },
  {
    form: 'fail-after-<code>',
    example: 'fail-after-PLATFORM.TASK_TIMED_OUT',
    meaning: 'the same error, but the link is written',
    pattern: /^fail-after-([A-Z][A-Z0-9_]*\.[A-Z0-9_]+)$/,
    build: ([code = null]) => ({ kind: 'error', code, writes: true }),
  },
  {
    form: 'fail-null-<status>',
    example: 'fail-null-409',
    meaning: "error in Kombo's envelope with `code: null`",
    pattern: new RegExp(`^fail-null-${STATUS}$`),
    build: ([status]) => ({ kind: 'error', code: null, status: Number(status) }),
  },
  {
    form: 'retry-after-<seconds>',
    example: 'retry-after-2',
    meaning: '`REMOTE.RATE_LIMIT_EXCEEDED` (429) with `Retry-After` in seconds',
    pattern: /^retry-after-(\d{1,6})$/,
    build: ([seconds = '']) => throttled(seconds),
  },
  {
    form: 'retry-after-date',
    example: 'retry-after-date',
    meaning: 'the same with `Retry-After` as an HTTP date, about two seconds ahead',
    pattern: /^retry-after-date$/,
    build: () => throttled(new Date(Date.now() + 2_000).toUTCString()),
  },
  {
    form: 'retry-after-garbage',
    example: 'retry-after-garbage',
    meaning: 'the same with a `Retry-After` that is neither',
    pattern: /^retry-after-garbage$/,
    build: () => throttled('soon'),
  },
  {
    form: 'flaky',
    example: 'flaky',
    meaning: 'half of the calls are written; the others are 429 or 503, at random (seeded)',
    pattern: /^flaky$/,
    build: (_parameters, random) => flaky(random()),
  },
  {
    form: 'html-<status>',
    example: 'html-502',
    meaning: 'the HTML page of a proxy; written if 2xx',
    pattern: new RegExp(`^html-${STATUS}$`),
    build: ([status]) => ({
      kind: 'answer',
      status: Number(status),
      contentType: 'text/html',
      body: `<html><head><title>${status}</title></head><body><h1>${status}</h1></body></html>\n`,
    }),
  },
  {
    form: 'plain-<status>',
    example: 'plain-503',
    meaning: 'plain text, as from a load balancer; written if 2xx',
    pattern: new RegExp(`^plain-${STATUS}$`),
    build: ([status]) => ({
      kind: 'answer',
      status: Number(status),
      contentType: 'text/plain',
      body: 'upstream connect error or disconnect/reset before headers',
    }),
  },
  {
    form: 'empty-<status>',
    example: 'empty-200',
    meaning: 'no body at all; written if 2xx',
    pattern: new RegExp(`^empty-${STATUS}$`),
    build: ([status]) => ({ kind: 'answer', status: Number(status) }),
  },
  {
    form: 'malformed-<status>',
    example: 'malformed-200',
    meaning: 'says JSON and is not; written if 2xx',
    pattern: new RegExp(`^malformed-${STATUS}$`),
    build: ([status]) => json(Number(status), '{"status":"success","data":{},"warn'),
  },
  {
    form: 'other-shape-<status>',
    example: 'other-shape-200',
    meaning: "JSON, but not Kombo's; written if 2xx",
    pattern: new RegExp(`^other-shape-${STATUS}$`),
    build: ([status]) => json(Number(status), '{"message":"hello","items":[1,2,3]}'),
  },
  {
    form: 'no-warnings',
    example: 'no-warnings',
    meaning: 'written; the 200 lacks `warnings`, as before Kombo added it',
    pattern: /^no-warnings$/,
    build: () => json(200, '{"status":"success","data":{}}'),
  },
  {
    form: 'warnings',
    example: 'warnings',
    meaning: 'written, with two warnings',
    pattern: /^warnings$/,
    build: () =>
      json(
        200,
        writtenReply([
          'The label was shortened to 50 characters.',
          'Attributes were written as a note.',
        ]).body,
      ),
  },
  {
    form: 'cut-before',
    example: 'cut-before',
    meaning: 'the connection is cut without an answer; not written',
    pattern: /^cut-before$/,
    build: () => ({ kind: 'cut', writes: false }),
  },
  {
    form: 'cut-after',
    example: 'cut-after',
    meaning: 'the connection is cut without an answer; written',
    pattern: /^cut-after$/,
    build: () => ({ kind: 'cut', writes: true }),
  },
  {
    form: 'half-answer',
    example: 'half-answer',
    meaning: 'written; the connection is cut in the middle of the answer',
    pattern: /^half-answer$/,
    build: () => ({ kind: 'half-answer' }),
  },
  {
    form: 'hang',
    example: 'hang',
    meaning: 'no answer until the client goes away; not written',
    pattern: /^hang$/,
    build: () => ({ kind: 'hang', writes: false }),
  },
  {
    form: 'hang-after',
    example: 'hang-after',
    meaning: 'no answer until the client goes away; written',
    pattern: /^hang-after$/,
    build: () => ({ kind: 'hang', writes: true }),
  },
  {
    form: 'none',
    example: 'none',
    meaning: 'the normal answer; lifts the state of an integration',
    pattern: /^none$/,
    build: () => ({ kind: 'none' }),
  },
];

/** Builds the fault called `name`; `undefined` when there is none. */
export function faultByName(name: string, random: Random): Fault | undefined {
  for (const row of FAULT_NAMES) {
    const match = row.pattern.exec(name);
    if (match) return row.build(match.slice(1), random);
  }
  return undefined;
}

function throttled(retryAfter: string): Fault {
  return {
    kind: 'error',
    code: 'REMOTE.RATE_LIMIT_EXCEEDED',
    headers: { 'retry-after': retryAfter },
  };
}

function json(status: number, body: string): Fault {
  return { kind: 'answer', status, contentType: 'application/json', body };
}

function flaky(dice: number): Fault {
  if (dice < 0.5) return { kind: 'none' };
  if (dice < 0.65) return throttled('1');
  if (dice < 0.75) return { kind: 'error', code: 'PLATFORM.RATE_LIMIT_EXCEEDED' };
  return { kind: 'error', code: 'REMOTE.SERVICE_UNAVAILABLE' };
}
