import { fieldsBelow, type JsonSchema } from './json-schema.ts';
import type { Shape } from './shape.ts';

/**
 * Our contract, as the package's JSON Schemas and its list of codes state it.
 * Needs the built package; loaded when asked for, so that `--help` does not.
 */
export async function ourShape(): Promise<Shape> {
  const { KOMBO_ERROR_CODES } = await import('@result-links/contracts');
  const { default: candidates } = await import(
    '@result-links/contracts/schemas/PostAtsCandidatesCandidateIDResultLinksRequest.json',
    { with: { type: 'json' } }
  );
  const { default: applications } = await import(
    '@result-links/contracts/schemas/PostAtsApplicationsApplicationIDResultLinksRequest.json',
    { with: { type: 'json' } }
  );
  return {
    requests: {
      candidates: fieldsBelow(candidates as JsonSchema, candidates),
      applications: fieldsBelow(applications as JsonSchema, applications),
    },
    errorCodes: KOMBO_ERROR_CODES,
  };
}
