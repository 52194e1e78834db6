import type { TargetReference, TargetResolution } from '@result-links/contracts';
import type { CallOptions } from '../call-options.js';
import { asFields, readData, toApiError } from '../transport/answers.js';
import type { Transport } from '../transport/transport.js';

/** `POST /v1/targets:resolve` */
export async function resolveTargets(
  transport: Transport,
  references: readonly TargetReference[],
  { signal }: CallOptions = {},
): Promise<TargetResolution[]> {
  if (references.length === 0) {
    return [];
  }
  const body = { references };
  const answer = await transport.send({ method: 'POST', path: '/targets:resolve', body, signal });
  const { results } = readData(answer);
  // A list of another length would put a result link on the wrong person.
  if (!Array.isArray(results) || results.length !== references.length) {
    throw toApiError(answer);
  }
  if (!results.every(isResolution)) {
    throw toApiError(answer);
  }
  return results;
}

/** By what makes it one; the rest is taken as the contract has it. */
function isResolution(value: unknown): value is TargetResolution {
  const fields = asFields(value);
  const target = asFields(fields?.['target']);
  return fields?.['status'] === 'resolved'
    ? (target?.['type'] === 'candidate' || target?.['type'] === 'application') &&
        typeof target['id'] === 'string'
    : typeof fields?.['status'] === 'string';
}
