import { call, type Answer } from './http.ts';

/** A result link that a caller wants to have written: one target, one key. */
export interface Link {
  integration: string;
  candidate: string;
  /** `Idempotency-Key`; `null`: none is sent. */
  key: string | null;
}

/** Integrations that exist in the sandbox, as many as wanted. */
export function integrationNumber(index: number): string {
  return `workday:sandbox-healthy~${index}`;
}

/** The nth link of a scenario, for one of `integrations` integrations, with a candidate of its own. */
export function linkNumber(index: number, integrations: number, run = 'a'): Link {
  return {
    integration: integrationNumber(index % integrations),
    candidate: `candidate-1~${run}${index}`,
    key: `${run}-${index}`,
  };
}

/** How a link is handed over. */
export interface SubmitOptions {
  /** `Prefer` header; default `respond-async`. `null`: none, so the API waits for the outcome. */
  prefer?: string | null;
  timeoutMs?: number;
}

/** Hands a link over once. @throws NoAnswerError */
export function submit(apiUrl: string, link: Link, options: SubmitOptions = {}): Promise<Answer> {
  const { prefer = 'respond-async', timeoutMs } = options;
  return call({
    method: 'POST',
    url: `${apiUrl}/v1/ats/candidates/${encodeURIComponent(link.candidate)}/result-links`,
    headers: {
      'x-integration-id': link.integration,
      ...(link.key !== null && { 'idempotency-key': link.key }),
      ...(prefer !== null && { prefer }),
    },
    body: {
      label: 'Assessment result',
      url: `https://assessments.example.com/results/${encodeURIComponent(link.candidate)}`,
      details: {
        custom_field_name_prefix: 'Acme: ',
        attributes: [{ key: 'Score', value: '87' }],
      },
    },
    ...(timeoutMs !== undefined && { timeoutMs }),
  });
}

/** The delivery that an answer names; `null`: none, so nothing was acknowledged. */
export function acknowledgedId({ status, headers }: Answer): string | null {
  const id = headers['x-delivery-id'];
  return typeof id === 'string' && status !== 422 ? id : null;
}
