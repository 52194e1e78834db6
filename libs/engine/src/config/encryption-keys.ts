import type { EncryptionKey } from '@result-links/persistence';
import { readText, type Environment } from './read.js';

const KEY_BYTES = 32;
const HOW =
  'one or more of <id>:<32 bytes in base64>, separated by commas, the one that seals first; "openssl rand -base64 32" makes such bytes';

/**
 * The keys that values at rest are sealed with; none when the variable is unset. The error never repeats
 * the value.
 */
export function readEncryptionKeys(env: Environment, name: string): EncryptionKey[] {
  const text = readText(env, name);
  if (text === undefined) {
    return [];
  }
  const keys = text.split(',').map((part) => {
    const [, id = '', encoded = ''] =
      /^\s*([\w.-]{1,64}):([A-Za-z0-9+/_-]+={0,2})\s*$/.exec(part) ?? [];
    return { id, secret: Buffer.from(encoded, 'base64') };
  });
  if (keys.some(({ id, secret }) => id === '' || secret.length !== KEY_BYTES)) {
    throw new Error(`${name} must be ${HOW}`);
  }
  if (new Set(keys.map(({ id }) => id)).size < keys.length) {
    throw new Error(`${name} names two keys alike: every key wants an id of its own`);
  }
  return keys;
}
