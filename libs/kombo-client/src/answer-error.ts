import type { AnswerBody } from './answer-body.js';
import {
  KomboApiError,
  KomboHttpError,
  KomboRateLimitError,
  type KomboError,
  type KomboErrorInit,
} from './errors.js';
import type { HttpAnswer } from './http/http-caller.js';
import { outcomeOf, type OutcomeRule } from './outcome-policy.js';

/** What may be kept of texts from outside. */
export interface Redaction {
  /** Takes the API key out. */
  redact: (text: string) => string;
  /** One short line for an error's message, without values of the request, see `redaction.ts`. */
  excerpt: (text: string) => string;
}

/** A success by its status that holds nothing to return, or nothing that makes sense. */
export const UNREADABLE_SUCCESS: OutcomeRule = {
  outcome: 'unknown',
  source: 'a call for data is nothing without it',
  advice: 'Check the base URL: something else than Kombo seems to answer there.',
};

/** The error for an answer that is not a success. */
export function errorForAnswer(
  answer: HttpAnswer,
  body: AnswerBody,
  { redact, excerpt }: Redaction,
): KomboError {
  const envelope = body.kind === 'error' ? body.envelope : undefined;
  const clean = (text: string | null | undefined) => (text ? redact(text) : null);
  const code = clean(envelope?.code);
  const init: KomboErrorInit = {
    message: describe(answer, body, (text) => excerpt(redact(text))),
    code,
    httpStatus: answer.status,
    title: clean(envelope?.title),
    logUrl: clean(envelope?.logUrl),
    komboMessage: clean(envelope?.message),
    requestSent: 'yes',
    hasErrorEnvelope: envelope !== undefined,
    limits: answer.limits,
    durationMs: answer.durationMs,
  };
  const outcome = outcomeOf({ ...init, code, httpStatus: answer.status });
  if (outcome === 'throttled') {
    return new KomboRateLimitError(init);
  }
  if (outcome === 'delivered') {
    return new KomboHttpError({ ...init, rule: UNREADABLE_SUCCESS });
  }
  return code === null ? new KomboHttpError(init) : new KomboApiError(init);
}

function describe(answer: HttpAnswer, body: AnswerBody, excerpt: (text: string) => string): string {
  if (body.kind === 'error') {
    const { code, title, message } = body.envelope;
    const said = excerpt(message ?? title ?? '');
    return `Kombo answered ${code === null ? 'an error without a code' : excerpt(code)} (HTTP ${answer.status})${said && `: ${said}`}`;
  }
  return `Kombo answered HTTP ${answer.status} with ${describeBody(body, excerpt)}`;
}

function describeBody(
  body: Exclude<AnswerBody, { kind: 'error' }>,
  excerpt: (text: string) => string,
): string {
  switch (body.kind) {
    case 'empty':
      return 'an empty body';
    case 'too_large':
      return 'a body that is longer than allowed';
    case 'json':
      return 'JSON that is not in the form of Kombo';
    case 'success':
      return 'the form of a success';
    case 'text':
      return `a body that is no JSON: ${excerpt(body.text)}`;
  }
}
