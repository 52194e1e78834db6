import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startProcess } from './service-process.js';

const dataDir = mkdtempSync(join(tmpdir(), 'result-links-encryption-'));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

it('does not start without the key that something is sealed with, and says which one', async () => {
  const env = { RESULT_LINKS_DATA_DIR: dataDir, RESULT_LINKS_LOG_LEVEL: 'error' };
  const key = `2026a:${randomBytes(32).toString('base64')}`;
  const first = startProcess({ ...env, RESULT_LINKS_ENCRYPTION_KEY: key });
  // Ready, and a sample was accepted and delivered: bodies are sealed and opened.
  await first.waitFor(/"status":"success"/);
  expect(await first.stop()).toBe(0);

  const without = startProcess(env);
  expect(await without.ended).toBe(1);
  expect(without.stderr).toBe(
    'The database holds values that are encrypted (with the key "2026a"), but RESULT_LINKS_ENCRYPTION_KEY is not set.\n',
  );

  const another = `2026a:${randomBytes(32).toString('base64')}`;
  const wrong = startProcess({ ...env, RESULT_LINKS_ENCRYPTION_KEY: another });
  expect(await wrong.ended).toBe(1);
  expect(wrong.stderr).toContain('a key of the right name but not the right one');
  expect(wrong.stderr + wrong.stdout).not.toContain(another.slice(6, 20));
}, 120_000);
