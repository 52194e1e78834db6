import { readFileSync } from 'node:fs';
import addFormats from 'ajv-formats';
import { Ajv2020 } from 'ajv/dist/2020.js';

/** Name of the class of a body and of its JSON Schema. */
export const BODY_CLASS = 'PostAtsCandidatesCandidateIDResultLinksRequestBody';

/** The contract's JSON Schema of one of its classes. */
export function jsonSchemaOf(name: string): Record<string, unknown> {
  const file = new URL(`../../../libs/contracts/schemas/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
}

/** It, compiled by ajv. */
export function ajvOf(name: string): (value: unknown) => boolean {
  const ajv = new Ajv2020({ strictTypes: false, allErrors: true, unicodeRegExp: true });
  addFormats.default(ajv);
  return ajv.compile(jsonSchemaOf(name));
}
