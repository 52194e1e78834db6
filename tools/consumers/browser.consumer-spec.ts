/** A form in a browser: bundled by esbuild and by Vite, run by Chromium. */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import type { Browser } from 'playwright-core';
import { openBrowser } from './lib/browser.ts';
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

const unpacked = mkdtempSync(join(tmpdir(), 'result-links-browser-'));
let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser(unpacked);
});
afterAll(async () => {
  await browser?.close();
  rmSync(unpacked, { recursive: true });
});

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

  it('shows what is wrong beside each field, and takes what is right', async () => {
    const tab = await browser.newPage();
    await tab.goto(pathToFileURL(join(consumer.folder, 'index.html')).href);
    const page = await tab.content();
    await tab.close();
    const before = /<pre id="before">([^]*?)<\/pre>/.exec(page)?.[1];
    expect(before).toMatch(/Label\s+label should not be empty\./);
    expect(before).toMatch(/Link\s+url must be an absolute/);
    expect(page).toContain('<title>to be sent: Assessment result</title>');
    expect(page).toContain('<output for="url"></output>');
  });
});
