/** The values below are put in by `tools/bundle.mjs`. */
declare const RESULT_LINKS_VERSION: string | undefined;
declare const RESULT_LINKS_SCHEMA_NAMES: string | undefined;

/** Version of this program; `0.0.0-source` when it runs unbundled, as in unit tests. */
export const VERSION: string =
  typeof RESULT_LINKS_VERSION === 'string' ? RESULT_LINKS_VERSION : '0.0.0-source';

/** How this program names itself to servers. */
export const USER_AGENT = `result-links-cli/${VERSION}`;

/** Names of the JSON Schemas of the contract; none when unbundled. */
export const SCHEMA_NAMES: readonly string[] =
  typeof RESULT_LINKS_SCHEMA_NAMES === 'string' ? RESULT_LINKS_SCHEMA_NAMES.split(' ') : [];
