/**
 * What the package adds to a web page: bundled, minified and compressed as a front-end team's tools do
 * it, class-validator, class-transformer and reflect-metadata included.
 */
import { gzipSync } from 'node:zlib';
import { join } from 'node:path';
import { build } from 'esbuild';

/**
 * Budgets in bytes after gzip. About a third is class-validator, a quarter class-transformer and a
 * quarter reflect-metadata; see what grew with esbuild's `--analyze` before raising one.
 */
const BUDGETS = [
  ['only types', `import type { FieldError } from './index.ts'; export type { FieldError };`, 60],
  ['the form of a result link', `export { validateResultLinkBody } from './index.ts';`, 15_500],
  [
    'a request with its class',
    `export { validateDeliverable, PostAtsCandidatesCandidateIDResultLinksRequest } from './index.ts';`,
    16_000,
  ],
  ['everything there is', `export * from './index.ts';`, 21_500],
] as const;

async function compressedSize(contents: string): Promise<number> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: __dirname, loader: 'ts' },
    absWorkingDir: join(__dirname, '..'),
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    conditions: ['@result-links/source'],
    write: false,
    logLevel: 'silent',
  });
  return gzipSync(outputFiles[0]?.contents ?? '', { level: 9 }).length;
}

it.each(BUDGETS)('%s fits its budget', async (_what, contents, budget) => {
  expect(await compressedSize(contents)).toBeLessThanOrEqual(budget);
});
