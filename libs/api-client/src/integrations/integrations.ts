import type { IntegrationReadiness, TouchedDeliveries } from '@result-links/contracts';
import type { CallOptions } from '../call-options.js';
import { asFields, readData, readTouched, toApiError } from '../transport/answers.js';
import { segment } from '../transport/path.js';
import type { Transport } from '../transport/transport.js';

/** `GET /v1/integrations/{id}/readiness` */
export async function getIntegrationReadiness(
  transport: Transport,
  id: string,
  { signal }: CallOptions = {},
): Promise<IntegrationReadiness> {
  const path = `/integrations/${segment(id)}/readiness`;
  const answer = await transport.send({ method: 'GET', path, signal });
  const data = readData(answer);
  if (!['candidate', 'application'].every((target) => isTargetReadiness(data[target]))) {
    throw toApiError(answer);
  }
  return data as unknown as IntegrationReadiness;
}

/** `POST /v1/integrations/{id}:release` */
export async function releaseIntegration(
  transport: Transport,
  id: string,
  { signal }: CallOptions = {},
): Promise<TouchedDeliveries> {
  const path = `/integrations/${segment(id)}:release`;
  return readTouched(await transport.send({ method: 'POST', path, signal }));
}

function isTargetReadiness(value: unknown): boolean {
  const fields = asFields(value);
  return typeof fields?.['is_ready'] === 'boolean' && Array.isArray(fields['reasons']);
}
