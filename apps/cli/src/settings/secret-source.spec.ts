import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { caught } from '../testing/caught.js';
import { fakeContext } from '../testing/fake-context.js';
import { readSecret } from './secret-source.js';

const folder = mkdtempSync(join(tmpdir(), 'result-links-secret-'));
const file = join(folder, 'key');
writeFileSync(file, 'from-a-file\n');
afterAll(() => rmSync(folder, { recursive: true }));

const context = () =>
  fakeContext({ env: { KEY: 'from-the-environment' }, stdinText: 'from-stdin\r\n' });

it.each([
  ['env:KEY', 'from-the-environment'],
  [`file:${file}`, 'from-a-file'],
  ['stdin', 'from-stdin'],
])('reads a secret from %s, and keeps it from being printed', async (source, secret) => {
  const world = context();
  expect(await readSecret('--x', source, world)).toBe(secret);
  expect(world.secrets.redact(`it is ${secret}`)).not.toContain(secret);
});

it.each([
  ['the secret itself', 'kombo-key-4711', 'secret_source_invalid'],
  ['a variable that is not set', 'env:kombo-key-4711', 'secret_missing'],
  ['a file that is not there', 'file:/kombo-key-4711', 'secret_unreadable'],
])('refuses %s, and does not repeat it', async (_what, source, reason) => {
  const error = await caught(() => readSecret('--x', source, context()));
  expect(error.details.reason).toBe(reason);
  expect(JSON.stringify([error.message, error.details])).not.toContain('4711');
});
