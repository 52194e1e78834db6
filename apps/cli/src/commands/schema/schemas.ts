/** Put in by `tools/bundle.mjs`. */
declare const RESULT_LINKS_SCHEMAS: string | undefined;

/**
 * The JSON Schemas of the contract by name, as JSON text; none when unbundled. Loaded and parsed only by
 * the one command that shows them: they are a sixth of the bundle.
 */
export const SCHEMAS_JSON: string =
  typeof RESULT_LINKS_SCHEMAS === 'string' ? RESULT_LINKS_SCHEMAS : '{}';
