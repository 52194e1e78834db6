/**
 * The JSON of README and guides is what the contract says. What a console block shows of it is compared with
 * a running service by the specs of cli-e2e.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

const root = join(__dirname, '../../../..');
const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv as never);
ajv.addSchema(
  JSON.parse(readFileSync(join(root, 'apps/api/openapi.json'), 'utf8')) as object,
  'openapi.json',
);

const guides = [
  'README.md',
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];
const found = guides.flatMap((guide) =>
  documentsIn(readFileSync(join(root, guide), 'utf8')).flatMap((document) => {
    const schema = schemaOf(document as Record<string, unknown>);
    return schema === null ? [] : [{ guide, schema, document }];
  }),
);

it('has requests, responses and events', () => {
  const schemas = found.map(({ schema }) => schema);
  expect(schemas).toEqual(
    expect.arrayContaining([
      'CandidateBatchLine',
      'PostAtsCandidatesCandidateIDResultLinksPositiveResponse',
      'DeliveryEvent',
    ]),
  );
});

it.each(found)('$guide: $schema', ({ schema, document }) => {
  const validate = ajv.getSchema(`openapi.json#/components/schemas/${schema}`)!;
  expect(validate(document) ? [] : validate.errors).toEqual([]);
});

/** Every JSON document that begins a line, over as many lines as it takes. */
function documentsIn(text: string): unknown[] {
  const lines = text.split('\n');
  return lines.flatMap((line, from) => {
    if (!line.startsWith('{')) return [];
    for (let to = from + 1; to <= from + 30; to++) {
      try {
        return [JSON.parse(lines.slice(from, to).join('\n'))];
      } catch {
        // It goes on, or it was shortened.
      }
    }
    return [];
  });
}

function schemaOf(document: Record<string, unknown>): string | null {
  const { status, type, data } = document;
  if ('x_integration_id' in document) return 'CandidateBatchLine';
  if (status === 'error') return 'ResultLinkErrorResponse';
  if (typeof type === 'string' && type.startsWith('delivery.')) return 'DeliveryEvent';
  if (status !== 'success') return null;
  if ('warnings' in document) return 'PostAtsCandidatesCandidateIDResultLinksPositiveResponse';
  return 'results' in (data as object) ? 'ResolveTargetsResponse' : null;
}
