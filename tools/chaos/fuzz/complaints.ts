import { KOMBO_ERROR_CODES } from '@result-links/contracts';
import type { FuzzRequest } from './requests.ts';
import type { FuzzAnswer } from './send.ts';

const CODES: readonly unknown[] = [null, ...KOMBO_ERROR_CODES];

/** What must not be in any answer. */
const LEAKS: [string, RegExp][] = [
  ['a stack', /(?:\n|\\n)\s+at .+:\d+:\d+|node_modules/],
  ['SQL', /\b(?:insert into|update|delete from|from) result_links\.|syntax error at or near/],
  ['the name of an internal class', /TypeError|ReferenceError|RangeError|PGlite|FST_ERR/],
];

/**
 * What is wrong with an answer, in words; empty: nothing.
 *
 * @param secrets texts that must not be in it
 */
export function complaintsAbout(
  { method }: Pick<FuzzRequest, 'method'>,
  { status, contentType, headers, body }: FuzzAnswer,
  secrets: readonly string[],
): string[] {
  const complaints: string[] = [];
  // What became of a delivery is told with Kombo's own status, which may be a 5xx.
  if (status >= 500 && headers['x-delivery-state'] === undefined)
    complaints.push(`status ${status}`);
  if (status >= 400 && method !== 'HEAD') complaints.push(...aboutEnvelope(contentType, body));
  if (status < 400 && contentType.startsWith('application/json') && method !== 'HEAD') {
    if (parse(body) === undefined) complaints.push('a success that is no JSON');
  }
  for (const [name, pattern] of LEAKS) if (pattern.test(body)) complaints.push(`shows ${name}`);
  if (secrets.some((secret) => body.includes(secret))) complaints.push('shows a secret');
  return complaints;
}

/** Whether an error is in the one envelope. */
export function aboutEnvelope(contentType: string, body: string): string[] {
  if (!/^application\/json(;|$)/.test(contentType)) return [`an error as "${contentType}"`];
  const answer = parse(body) as { status?: unknown; error?: Record<string, unknown> } | undefined;
  const error = answer?.error;
  if (answer?.status !== 'error' || error === undefined) return ['an error without the envelope'];
  const complaints: string[] = [];
  if (!CODES.includes(error['code'])) complaints.push(`the unknown code ${String(error['code'])}`);
  for (const key of ['title', 'message']) {
    if (typeof error[key] !== 'string' || error[key] === '')
      complaints.push(`an error without ${key}`);
  }
  if (error['log_url'] !== null && typeof error['log_url'] !== 'string') {
    complaints.push('an error without log_url');
  }
  return complaints;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
