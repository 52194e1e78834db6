/** A form in a browser: bundled by esbuild and by Vite, run by Chromium. */
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { findBrowser, openPage } from './lib/browser.ts';
import { createConsumer, installPackages, linkLibraries, type Consumer } from './lib/consumer.ts';

const BUNDLERS: Record<string, (consumer: Consumer) => Promise<unknown>> = {
  esbuild: ({ folder }) =>
    build({
      entryPoints: [join(folder, 'form.js')],
      outfile: join(folder, 'form.bundle.js'),
      bundle: true,
      minify: true,
      platform: 'browser',
      logLevel: 'silent',
    }),
  vite: async (consumer) => {
    const { exitCode, stdout, stderr } = await consumer.command('vite/bin/vite.js', 'build');
    expect({ exitCode, stdout, stderr }).toMatchObject({ exitCode: 0 });
  },
};

const browser = findBrowser();
const testInBrowser = browser === undefined ? it.skip : it;
if (browser === undefined) console.warn('Skipped: no Chromium is in PATH, so no form was opened.');

describe.each(Object.entries(BUNDLERS))('bundled by %s', (bundler, bundle) => {
  let consumer: Consumer;
  beforeAll(async () => {
    consumer = createConsumer('browser-form');
    if (bundler === 'vite') await installPackages(consumer, ['vite@8.3.8']);
    await linkLibraries(consumer);
    await bundle(consumer);
  });
  afterAll(() => consumer.remove());

  it('needs no configuration to stay small', () => {
    expect(statSync(join(consumer.folder, 'form.bundle.js')).size).toBeLessThan(100_000);
  });

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
});
