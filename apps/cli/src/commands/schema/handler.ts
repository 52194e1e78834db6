import { SCHEMA_NAMES } from '../../build-values.js';
import type { Handler } from '../../command.js';
import { printableJson } from '../../output/printable.js';
import { SCHEMAS_JSON } from './schemas.js';

/** The schema itself is the output, with `--json` as without. */
export const handleSchema: Handler<object> = async ({ args: [name] }) => {
  if (name === undefined) {
    return { data: { schemas: SCHEMA_NAMES }, text: () => SCHEMA_NAMES.join('\n') };
  }
  // The name is one of the choices, or parsing would have ended with an error.
  const schema = (JSON.parse(SCHEMAS_JSON) as Record<string, object>)[name];
  return { data: schema, text: () => printableJson(JSON.stringify(schema, null, 2)) };
};
