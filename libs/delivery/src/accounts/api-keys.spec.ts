import { hashApiKey, hasScope, mayTouch, mintApiKey, whyUnusable } from './api-keys.js';
import type { Principal } from './model.js';

it('makes keys that can be recognised, never the same twice', () => {
  const minted = mintApiKey();
  expect(minted.key).toMatch(/^rlk_[\w-]{43}$/);
  expect(minted.hash).toBe(hashApiKey(minted.key));
  expect(minted.key.endsWith(minted.hint)).toBe(true);
  expect(mintApiKey().key).not.toBe(minted.key);
});

it('is no longer good from the moment it expires or is revoked', () => {
  const now = new Date('2026-11-23T10:00:00Z');
  const earlier = new Date(now.getTime() - 1);
  const later = new Date(now.getTime() + 1);
  expect(whyUnusable({ expiresAt: null, revokedAt: null }, now)).toBeNull();
  expect(whyUnusable({ expiresAt: later, revokedAt: null }, now)).toBeNull();
  expect(whyUnusable({ expiresAt: now, revokedAt: null }, now)).toBe('expired');
  expect(whyUnusable({ expiresAt: later, revokedAt: earlier }, now)).toBe('revoked');
});

it('lets writers read, and readers not write', () => {
  const caller = (scope: Principal['scope']): Principal => ({
    accountId: 'a',
    keyId: 'k',
    keyName: 'ci',
    scope,
    integrations: null,
  });
  expect(hasScope(caller('write'), 'write')).toBe(true);
  expect(hasScope(caller('write'), 'read')).toBe(true);
  expect(hasScope(caller('read'), 'read')).toBe(true);
  expect(hasScope(caller('read'), 'write')).toBe(false);
});

it('knows the integrations of a restricted key; none at all is not all', () => {
  const caller = (integrations: string[] | null): Principal => ({
    accountId: 'a',
    keyId: 'k',
    keyName: 'ci',
    scope: 'read',
    integrations,
  });
  expect(mayTouch(caller(null), 'x:1')).toBe(true);
  expect(mayTouch(caller(['x:1']), 'x:1')).toBe(true);
  expect(mayTouch(caller(['x:1']), 'x:10')).toBe(false);
  expect(mayTouch(caller([]), 'x:1')).toBe(false);
});
