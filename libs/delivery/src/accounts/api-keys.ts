import { hash, randomBytes } from 'node:crypto';
import type { ApiKey, KeyScope, Principal } from './model.js';

/** What every key of ours begins with, so that people and secret scanners recognise one. */
export const API_KEY_PREFIX = 'rlk_';

/** A key that has just been made: the only time it is known. */
export interface MintedKey {
  /** The prefix and 43 characters: 256 random bits. To be shown once and then forgotten. */
  key: string;
  hash: string;
  hint: string;
}

/** Makes an API key. */
export const mintApiKey = (): MintedKey => mintKey(API_KEY_PREFIX);

/** Makes a key with the prefix. */
export function mintKey(prefix: string): MintedKey {
  const key = `${prefix}${randomBytes(32).toString('base64url')}`;
  return { key, hash: hashApiKey(key), hint: key.slice(-4) };
}

/**
 * SHA-256 (hex) of a key, which is what is kept of it. A slow, salted hash is for what people choose:
 * nobody can guess 256 random bits, however fast a guess is, and a slow one would cost every request.
 */
export function hashApiKey(key: string): string {
  return hash('sha256', key);
}

/** Why a key is not (or no longer) good; `null`: it is. */
export function whyUnusable(
  key: Pick<ApiKey, 'expiresAt' | 'revokedAt'>,
  now: Date,
): 'revoked' | 'expired' | null {
  if (key.revokedAt !== null) {
    return 'revoked';
  }
  return key.expiresAt !== null && key.expiresAt <= now ? 'expired' : null;
}

/** Whether the caller may do what needs `scope`. */
export function hasScope(principal: Principal, scope: KeyScope): boolean {
  return scope === 'read' || principal.scope === 'write';
}

/** Whether the caller may touch the integration. */
export function mayTouch(principal: Principal, integrationId: string): boolean {
  return principal.integrations === null || principal.integrations.includes(integrationId);
}
