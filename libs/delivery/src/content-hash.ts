import { hash } from 'node:crypto';
import type { ResultLinkBody, Target } from './model.js';

/** What makes two requests the same request. */
export interface Content {
  integrationId: string;
  target: Target;
  body: ResultLinkBody;
}

/**
 * SHA-256 (64 hex digits) of integration, target and canonical body. The order of keys and keys that are
 * `undefined` make no difference; everything else does, also the order of `details.attributes`.
 */
export function contentHash({ integrationId, target, body }: Content): string {
  const content = canonicalJson([integrationId, target.type, target.id, body]);
  return hash('sha256', content);
}

/**
 * JSON with sorted keys (by UTF-16 code unit, as RFC 8785) and no white space. Lone surrogates are escaped
 * rather than replaced, so that texts that differ in nothing else stay different.
 * @throws TypeError for what JSON cannot say at all (a BigInt)
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) {
    return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  }
  if (typeof value === 'object' && value !== null) {
    const object = value as Record<string, unknown>;
    const members = Object.keys(object)
      .sort()
      .filter((key) => object[key] !== undefined)
      .map((key) => `${JSON.stringify(key)}:${canonicalJson(object[key])}`);
    return `{${members.join(',')}}`;
  }
  // Since ES2019 `stringify` is well-formed: a lone surrogate becomes its \u escape.
  return JSON.stringify(value);
}
