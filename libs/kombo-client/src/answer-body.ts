/** Kombo's error envelope, as far as it could be read. */
export interface ErrorEnvelope {
  code: string | null;
  title: string | null;
  message: string | null;
  logUrl: string | null;
}

/** What an answer's body turned out to be. `text` bodies are all that are not JSON. */
export type AnswerBody =
  | { kind: 'error'; envelope: ErrorEnvelope }
  | { kind: 'success'; data: unknown; warnings: string[] }
  | { kind: 'json' }
  | { kind: 'text'; text: string }
  | { kind: 'empty' }
  | { kind: 'too_large' };

/**
 * Reads a body, which can be anything: Kombo's JSON, an HTML page of the load balancer, nothing.
 * Never throws.
 */
export function readBody(text: string): AnswerBody {
  if (text.trim() === '') {
    return { kind: 'empty' };
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { kind: 'text', text };
  }
  if (!isObject(json)) {
    return { kind: 'json' };
  }
  // By `status`, not by `error` alone: gateways have an `error` object of their own.
  if (json['status'] === 'error') {
    return { kind: 'error', envelope: readEnvelope(json['error']) };
  }
  if (json['status'] === 'success') {
    return { kind: 'success', data: json['data'], warnings: readWarnings(json['warnings']) };
  }
  return { kind: 'json' };
}

function readEnvelope(error: unknown): ErrorEnvelope {
  const fields = isObject(error) ? error : {};
  const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : null);
  return {
    code: text(fields['code']),
    title: text(fields['title']),
    message: text(fields['message']),
    logUrl: text(fields['log_url']),
  };
}

/** `warnings` is absent in older captures of the API. */
function readWarnings(warnings: unknown): string[] {
  const list: unknown[] = Array.isArray(warnings) ? warnings : [];
  return list
    .map((warning) => (isObject(warning) ? warning['message'] : warning))
    .filter((message) => typeof message === 'string');
}

/** Whether a value is a JSON object. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
