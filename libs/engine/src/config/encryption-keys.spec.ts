import { randomBytes } from 'node:crypto';
import { readEncryptionKeys } from './encryption-keys.js';

const NAME = 'RESULT_LINKS_ENCRYPTION_KEY';
const secret = randomBytes(32);
const read = (text: string) => readEncryptionKeys({ [NAME]: text }, NAME);

it('reads one key or several, the one that seals first', () => {
  expect(readEncryptionKeys({}, NAME)).toEqual([]);
  expect(read(`2026a:${secret.toString('base64')}`)).toEqual([{ id: '2026a', secret }]);
  const text = `new:${secret.toString('base64url')}, old:${randomBytes(32).toString('base64')}`;
  expect(read(text).map(({ id }) => id)).toEqual(['new', 'old']);
});

it.each([
  ['no id', secret.toString('base64')],
  ['too short', `a:${randomBytes(31).toString('base64')}`],
  ['too long', `a:${randomBytes(33).toString('base64')}`],
  ['hexadecimal', `a:${secret.toString('hex')}`],
  ['an id with a space', `a b:${secret.toString('base64')}`],
  ['an empty part', `a:${secret.toString('base64')},`],
  ['two of one name', `a:${secret.toString('base64')},a:${secret.toString('base64')}`],
])('refuses %s, without repeating it', (_what, text) => {
  expect(() => read(text)).toThrow(/^RESULT_LINKS_ENCRYPTION_KEY /);
  expect(() => read(text)).not.toThrow(secret.toString('base64').slice(0, 12));
});
