/** The examples of the OpenAPI document are answers that can be. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { Delivery, DeliveryAttempt } from '@result-links/contracts';

type Json = Record<string, unknown>;
interface Found {
  at: string;
  schema: string;
  examples: unknown[];
}

const document = JSON.parse(readFileSync(join(__dirname, '../../openapi.json'), 'utf8')) as Json;
const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv as never);
ajv.addSchema(document, 'openapi.json');

const found: Found[] = [];
walk(document, '');

it('every body, header, and parameter of the document has one', () => {
  expect(found.length).toBeGreaterThan(150);
  expect(found.filter(({ examples }) => examples.length === 0).map(({ at }) => at)).toEqual([]);
});

it('fit their schemas', () => {
  const wrong = found.flatMap(({ at, schema, examples }) => {
    const validate = ajv.getSchema(`openapi.json#${schema}`)!;
    return examples
      .filter((each) => !validate(each))
      .map(() => [at, ajv.errorsText(validate.errors)]);
  });
  expect(wrong).toEqual([]);
});

it('hold no placeholders', () => {
  const texts = JSON.stringify(found.map(({ examples }) => examples));
  expect(texts).not.toMatch(/"(?:string|text|foo|bar|test|example|undefined|)"|lorem|1970-01-01/i);
});

it('show deliveries in states that can be', () => {
  const deliveries = new Map<string, Delivery & { attempts?: DeliveryAttempt[] }>();
  JSON.stringify(found, (_key, value) => {
    if (typeof value?.attempt_count === 'number' && 'failure' in value) {
      deliveries.set(JSON.stringify(value), value);
    }
    return value;
  });
  expect(deliveries.size).toBeGreaterThan(5);
  for (const delivery of deliveries.values()) {
    const { state, next_attempt_at, last_outcome, failure, attempt_count, attempts } = delivery;
    expect(next_attempt_at !== null).toBe(state === 'queued' || state === 'retrying');
    expect(last_outcome === null).toBe(attempt_count === 0);
    if (state === 'delivered') expect(failure).toBeNull();
    if (state === 'failed') expect(failure).not.toBeNull();
    expect(delivery.updated_at >= delivery.accepted_at).toBe(true);
    if (attempts === undefined) continue;
    expect(attempts).toHaveLength(attempt_count);
    expect(attempts.at(-1)?.outcome ?? null).toBe(last_outcome);
  }
});

/** Collects media types, headers, and parameters: whatever has a schema and is no schema itself. */
function walk(node: unknown, pointer: string): void {
  if (typeof node !== 'object' || node === null) return;
  const { schema, example, examples = {} } = node as Json;
  if (typeof schema === 'object' && !pointer.startsWith('/components/schemas')) {
    const given = Object.values(examples as Record<string, { value?: unknown; $ref?: string }>);
    const ofSchema = schema as { example?: unknown; examples?: unknown[] };
    found.push({
      at: pointer,
      schema: `${pointer}/schema`,
      examples: [
        ...[example, ofSchema.example].filter((each) => each !== undefined),
        ...(ofSchema.examples ?? []),
        ...given.map(({ value, $ref }) => value ?? resolve($ref!)),
      ],
    });
  }
  for (const [key, child] of Object.entries(node)) {
    if (key === 'schemas' || key === 'example' || key === 'examples') continue;
    walk(
      child,
      `${pointer}/${encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'))}`,
    );
  }
}

function resolve(reference: string): unknown {
  const keys = reference.split('/').slice(1);
  return (keys.reduce<unknown>((node, key) => (node as Json)[key], document) as Json)['value'];
}
