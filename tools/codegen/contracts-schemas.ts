/**
 * Writes `libs/contracts/schemas/<Dto>.json`: JSON Schema 2020-12 of every DTO, for teams that do
 * not write TypeScript. Rules come from class-validator's metadata, words from `openapi.ts`, closed
 * and open objects from `@OpenObject`. Needs a built contracts package.
 */
import * as contracts from '@result-links/contracts';
import * as admin from '@result-links/contracts/admin';
import * as webhooks from '@result-links/contracts/webhooks';
import loadMetadata from '@result-links/contracts/openapi';
import { getMetadataStorage } from 'class-validator';
import { validationMetadatasToSchemas } from 'class-validator-jsonschema';
import { createRequire } from 'node:module';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { format } from 'prettier';
import { patternSchema } from './portable-patterns.ts';

type Schema = Record<string, unknown> & { properties?: Record<string, Schema> };
type Words = { description?: string; example?: unknown; nullable?: boolean; required?: boolean };

const target = resolve(import.meta.dirname, '../../libs/contracts/schemas');
const { defaultMetadataStorage } = createRequire(import.meta.url)(
  'class-transformer/cjs/storage.js',
);

const rules = validationMetadatasToSchemas({
  classValidatorMetadataStorage: getMetadataStorage(),
  classTransformerMetadataStorage: defaultMetadataStorage,
  refPointerPrefix: '#/$defs/',
  additionalConverters: {
    isHttpUrl: () => ({ type: 'string', ...patternSchema(contracts.HTTP_URL_PATTERN) }),
    isTime: { type: 'string', format: 'date-time' },
    isNotEmpty: () => ({ minLength: 1 }),
    matches: ({ constraints }) => ({ type: 'string', ...patternSchema(constraints[0]) }),
  },
}) as unknown as Record<string, Schema>;

const words: Record<string, Record<string, Words>> = {};
for (const [, models] of (await loadMetadata())['@nestjs/swagger'].models) {
  Object.assign(words, models);
}

const exported = { ...contracts, ...webhooks, ...admin } as unknown as Record<
  string,
  (new () => object) | undefined
>;
const defs: Record<string, Schema> = {};
for (const name of Object.keys(words)) {
  const dto = exported[name];
  const properties = inheritedWords(dto);
  const schema: Schema = { ...(rules[name] ?? { type: 'object', properties: {} }) };
  schema.properties = Object.fromEntries(
    Object.entries(properties).map(([key, said]) => [
      key,
      withWords({ ...schema.properties?.[key], ...everyPattern(dto, key) }, said),
    ]),
  );
  const required = Object.keys(properties).filter((key) => properties[key]?.required);
  if (required.length > 0) schema.required = required;
  else delete schema.required;
  if (dto === undefined) throw new Error(`contracts does not export ${name}`);
  if (!contracts.isOpenObject(dto)) schema.additionalProperties = false;
  defs[name] = schema;
}

rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
for (const [name, schema] of Object.entries(defs)) {
  const used = referencedBy(schema);
  const document = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: name,
    ...schema,
    ...(used.size > 0 && {
      $defs: Object.fromEntries([...used].sort().map((key) => [key, defs[key]])),
    }),
  };
  writeFileSync(
    join(target, `${name}.json`),
    await format(toAscii(JSON.stringify(document)), { parser: 'json', printWidth: 100 }),
  );
}

/** Shows the white space of patterns by its code. */
function toAscii(json: string): string {
  return json.replace(
    /[\u0080-\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** The words of a class and of those it extends, the parents' first. */
function inheritedWords(dto: (new () => object) | undefined): Record<string, Words> {
  if (dto === undefined || !(dto.name in words)) return {};
  return { ...inheritedWords(Object.getPrototypeOf(dto)), ...words[dto.name] };
}

/** Two patterns of one property: merged schemas would keep the last. */
function everyPattern(dto: (new () => object) | undefined, property: string): Schema {
  if (dto === undefined) return {};
  const patterns = getMetadataStorage()
    .getTargetValidationMetadatas(dto, '', true, false)
    .filter(({ name, propertyName }) => name === 'matches' && propertyName === property)
    .map(({ constraints }) => patternSchema(constraints[0]));
  return patterns.length < 2 ? {} : { pattern: undefined, not: undefined, allOf: patterns };
}

function withWords(schema: Schema, said: Words): Schema {
  const { $ref, ...rest } = withoutTypeBesideRef(schema);
  const items = rest.items as Schema | undefined;
  const result: Schema = { ...rest, ...(items && { items: withoutTypeBesideRef(items) }) };
  if ($ref !== undefined) {
    Object.assign(result, said.nullable ? { anyOf: [{ $ref }, { type: 'null' }] } : { $ref });
  }
  if (said.nullable) {
    if (Array.isArray(result.enum)) result.enum = [...result.enum, null];
    if (typeof result.type === 'string') result.type = [result.type, 'null'];
  }
  if (said.description) result.description = said.description.replaceAll('\n', ' ');
  if (said.example !== undefined) result.examples = [said.example];
  return result;
}

/** What `$ref` names says the type; beside it `type` would forbid `null`. */
function withoutTypeBesideRef({ type, ...schema }: Schema): Schema {
  return schema.$ref === undefined && type !== undefined ? { type, ...schema } : schema;
}

function referencedBy(schema: Schema, found = new Set<string>()): Set<string> {
  JSON.stringify(schema, (key, value) => {
    if (key === '$ref') {
      const name = String(value).replace('#/$defs/', '');
      if (!found.has(name)) {
        found.add(name);
        referencedBy(defs[name] as Schema, found);
      }
    }
    return value;
  });
  return found;
}
