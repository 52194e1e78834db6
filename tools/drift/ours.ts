import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fieldsBelow, type JsonSchema } from './json-schema.ts';
import type { Fields, Shape } from './shape.ts';

/** The JSON Schemas that `@result-links/contracts` publishes; they are generated from its classes. */
const SCHEMAS = join(import.meta.dirname, '../../libs/contracts/schemas');

/** Our contract, as the package's JSON Schemas state it. */
export function ourShape(): Shape {
  return {
    requests: {
      candidates: fieldsOf('PostAtsCandidatesCandidateIDResultLinksRequest'),
      applications: fieldsOf('PostAtsApplicationsApplicationIDResultLinksRequest'),
    },
    errorCodes: fieldsOf('ResultLinkErrorDetails').get('code')?.values ?? [],
  };
}

function fieldsOf(name: string): Fields {
  const schema = JSON.parse(readFileSync(join(SCHEMAS, `${name}.json`), 'utf8')) as JsonSchema;
  return fieldsBelow(schema, schema);
}
