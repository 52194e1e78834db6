import type { Sandbox } from '../index.js';

/** A result link that Kombo's documents show, nearly. */
export const BODY = {
  label: 'Assessment result',
  url: 'https://assessments.example.com/results/42',
  details: {
    custom_field_name_prefix: 'Acme:',
    attributes: [{ key: 'Score', value: '97%' }],
  },
};

/** What differs from a good request. `null` leaves a header out. */
export interface PostOptions {
  integration?: string | null;
  key?: string | null;
  contentType?: string | null;
  /** Sent as it is when it is a string. */
  body?: unknown;
  signal?: AbortSignal;
}

/** Writes a result link to `candidates/<id>` or `applications/<id>` with nothing but `fetch`. */
export function post(sandbox: Sandbox, target: string, options: PostOptions = {}) {
  const {
    integration = 'workday:sandbox-healthy',
    key = `Bearer ${sandbox.apiKey}`,
    contentType = 'application/json',
    body = BODY,
    signal = null,
  } = options;
  const headers = Object.entries({
    'x-integration-id': integration,
    authorization: key,
    'content-type': contentType,
  }).filter((entry): entry is [string, string] => entry[1] !== null);
  return fetch(`${sandbox.url}/ats/${target}/result-links`, {
    method: 'POST',
    headers,
    body: typeof body === 'string' ? Buffer.from(body) : Buffer.from(JSON.stringify(body)),
    signal,
  });
}
