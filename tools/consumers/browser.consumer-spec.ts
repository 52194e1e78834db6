/** A form in a browser: bundled by esbuild, run by Chromium. */
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { findBrowser, openPage } from './lib/browser.ts';
import { createConsumer, linkLibraries, type Consumer } from './lib/consumer.ts';

let consumer: Consumer;
beforeAll(async () => {
  consumer = createConsumer('browser-form');
  await linkLibraries(consumer);
  await build({
    entryPoints: [join(consumer.folder, 'form.js')],
    outfile: join(consumer.folder, 'form.bundle.js'),
    bundle: true,
    minify: true,
    platform: 'browser',
    logLevel: 'silent',
  });
});
afterAll(() => consumer.remove());

it('bundles without configuration', () => {
  expect(statSync(join(consumer.folder, 'form.bundle.js')).size).toBeLessThan(100_000);
});

const browser = findBrowser();
const testInBrowser = browser === undefined ? it.skip : it;
if (browser === undefined) console.warn('Skipped: no Chromium is in PATH, so no form was opened.');

testInBrowser('shows what is wrong beside each field, and takes what is right', async () => {
  const profile = join(consumer.folder, 'profile');
  mkdirSync(profile);
  const page = await openPage(browser as string, join(consumer.folder, 'index.html'), profile);
  const before = /<pre id="before">([^]*?)<\/pre>/.exec(page)?.[1];
  expect(before).toMatch(/Label\s+label should not be empty\./);
  expect(before).toMatch(/Link\s+url must be an absolute/);
  expect(page).toContain('<title>to be sent: Assessment result</title>');
  expect(page).toContain('<output for="url"></output>');
});
