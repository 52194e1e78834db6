import { errorFacts } from './error-table.js';

/** A whole HTTP answer, ready to be sent. */
export interface Reply {
  /** HTTP status. */
  status: number;
  /** Header name to value; sent after, and instead of, those the sandbox adds itself. */
  headers: Record<string, string>;
  /** The bytes as they go out; may be anything, also no JSON. */
  body: string;
  /** Kombo's error code in it, for the records; `null` when there is none. */
  code: string | null;
}

/** Parts of an error that differ from what the table of codes says. */
export interface ErrorReplyOptions {
  /** Default: the status of the code. */
  status?: number;
  /** Default: the message of the code. */
  message?: string;
  /** Extra headers. */
  headers?: Record<string, string>;
  /** Kombo's page about this call; default `null`. */
  logUrl?: string | null;
}

/** A JSON answer. */
export function jsonReply(status: number, value: unknown, code: string | null = null): Reply {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(value),
    code,
  };
}

/** An error in Kombo's envelope. Source of the shape: Kombo OpenAPI document, `ErrorResponseATS`, 2026-05-02. */
export function errorReply(code: string | null, options: ErrorReplyOptions = {}): Reply {
  const facts = errorFacts(code);
  const error = {
    code,
    title: code === null ? null : facts.title,
    message: options.message ?? facts.message,
    log_url: options.logUrl ?? null,
  };
  const reply = jsonReply(options.status ?? facts.status, { status: 'error', error }, code);
  return { ...reply, headers: { ...reply.headers, ...options.headers } };
}

/** The one success of a result-link write; Kombo tells nothing about the link it created. */
export function writtenReply(warnings: readonly string[] = []): Reply {
  return jsonReply(200, {
    status: 'success',
    data: {},
    warnings: warnings.map((message) => ({ message })),
  });
}
