import { randomBytes } from 'node:crypto';
import { UnopenableError, type EncryptionKey } from './sealed.js';
import { EncryptionKeyMissingError, Vault } from './vault.js';

const key = (id: string): EncryptionKey => ({ id, secret: randomBytes(32) });
const [old, current] = [key('2025'), key('2026')];

it('opens what it has sealed, with any of its keys, and says which one it was', () => {
  const sealed = new Vault([old]).seal('t.c 1', 'kömbo-key');
  expect(sealed).toMatch(/^sealed:2025:[\w-]+$/);
  const vault = new Vault([current, old]);
  expect(vault.open('t.c 1', sealed)).toBe('kömbo-key');
  expect(vault.seal('t.c 1', 'x')).toMatch(/^sealed:2026:/);
});

it('seals the same text differently each time', () => {
  const vault = new Vault([current]);
  expect(vault.seal('t.c 1', 'x')).not.toBe(vault.seal('t.c 1', 'x'));
});

it('does not open a value in another place, after a change, or with another key of the name', () => {
  const vault = new Vault([current]);
  const sealed = vault.seal('accounts.kombo_api_key a', 'secret');
  const flipped = sealed.replace(/.$/, (last) => (last === 'A' ? 'Q' : 'A'));
  const open = (place: string, value: string, by = vault) => {
    try {
      return by.open(place, value);
    } catch (error) {
      return error;
    }
  };
  for (const outcome of [
    open('accounts.kombo_api_key b', sealed),
    open('accounts.webhook_secret a', sealed),
    open('accounts.kombo_api_key a', flipped),
    open('accounts.kombo_api_key a', 'sealed:2026:AAAA'),
    open('accounts.kombo_api_key a', sealed.replace('2026', '2025')),
    open('accounts.kombo_api_key a', 'plain'),
    open('accounts.kombo_api_key a', sealed, new Vault([key('2026')])),
  ]) {
    expect(outcome).toBeInstanceOf(UnopenableError);
    expect(String(outcome)).not.toContain('secret"');
  }
});

it('without keys refuses secrets and keeps bodies as they are', () => {
  const vault = new Vault();
  const body = { label: 'L', url: 'https://a.example' };
  expect(() => vault.seal('t.c 1', 'x')).toThrow(EncryptionKeyMissingError);
  expect(vault.bodyToColumn('1', body)).toBe(JSON.stringify(body));
  expect(vault.bodyFromColumn('1', body)).toEqual(body);
  expect(vault.contentHashesInColumn('h')).toEqual(['h']);
});

it('keys content hashes with a key that outlives the others', () => {
  const vault = new Vault([current]);
  vault.useContentKey('content key');
  const rotated = new Vault([key('2027'), current]);
  rotated.useContentKey('content key');
  const hash = 'a'.repeat(64);
  const kept = vault.contentHashToColumn(hash);
  expect(kept).toMatch(/^k:[0-9a-f]{64}$/);
  expect(rotated.contentHashToColumn(hash)).toBe(kept);
  expect(rotated.contentHashToColumn(kept)).toBe(kept);
  expect(rotated.contentHashesInColumn(hash)).toEqual([kept, hash]);
});
