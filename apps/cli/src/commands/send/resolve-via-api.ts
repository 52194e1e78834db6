import type { TargetReference, TargetResolution } from '@result-links/contracts';
import { createApiClient } from '../../api/client.js';
import { lookUp } from '../../api/explain-call.js';
import type { Context } from '../../command.js';
import type { ApiDestination } from '../../settings/destination.js';

/** Lets the API look one reference up. @throws CliError when it cannot be asked */
export async function resolveViaApi(
  reference: TargetReference,
  destination: ApiDestination,
  timeoutMs: number | undefined,
  { signal }: Context,
): Promise<TargetResolution> {
  const client = createApiClient(destination, timeoutMs);
  const [resolution] = await lookUp(() => client.resolveTargets([reference], { signal }));
  return resolution as TargetResolution;
}
