import { randomUUID } from 'node:crypto';
import { SANDBOX_INTEGRATIONS, type Sandbox } from '@result-links/kombo-sandbox';

/** A result link to try the service with. */
export interface Sample {
  integrationId: string;
  candidateId: string;
  body: object;
}

/** What came of sending the sample. */
export interface SampleOutcome extends Sample {
  status: number;
  answer: string;
  /** How many links the sandbox has written for this candidate. */
  written: number;
}

/** A harmless result link, another each time, for a candidate of the sandbox's healthy integration. */
export function newSample(): Sample {
  const [healthy] = SANDBOX_INTEGRATIONS;
  const [candidate] = healthy?.candidates ?? [];
  if (healthy === undefined || candidate === undefined) {
    throw new Error('the sandbox has no integration to try');
  }
  return {
    integrationId: healthy.id,
    candidateId: candidate.id,
    body: {
      label: 'Assessment result',
      // Another one each time: the same content twice would be the same delivery.
      url: `https://assessments.example.com/results/${randomUUID()}`,
      details: {
        custom_field_name_prefix: 'Acme:',
        attributes: [{ key: 'Score', value: '100%' }],
      },
    },
  };
}

/** Sends the sample through the service's own HTTP endpoint, as any caller would. */
export async function sendSample(
  url: string,
  apiKey: string,
  sandbox: Sandbox,
): Promise<SampleOutcome> {
  const { integrationId, candidateId, body } = newSample();
  const response = await fetch(`${url}/v1/ats/candidates/${candidateId}/result-links`, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${apiKey}`,
      'X-Integration-Id': integrationId,
      'Content-Type': 'application/json',
    },
    body: JSON.stringify(body),
  });
  const answer = await response.text();
  const written = sandbox
    .received({ target: candidateId })
    .filter((received) => received.wasWritten).length;
  return { integrationId, candidateId, body, status: response.status, answer, written };
}
