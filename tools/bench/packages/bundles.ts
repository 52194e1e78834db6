import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

/**
 * What of the built contract a web page may take, as code that takes it. Their budgets are held by
 * `libs/contracts/src/bundle-size.spec.ts`.
 */
const PAGES: Readonly<Record<string, string>> = {
  'only types':
    "import type { FieldError } from '@result-links/contracts'; export type { FieldError };",
  'the form of a result link': "export { validateResultLinkBody } from '@result-links/contracts';",
  'a request with its class':
    "export { validateDeliverable, PostAtsCandidatesCandidateIDResultLinksRequest } from '@result-links/contracts';",
  'everything there is': "export * from '@result-links/contracts';",
};

/** Bytes of each, bundled, minified and compressed with gzip. */
export async function bundleSizes(): Promise<Record<string, number>> {
  const sizes: Record<string, number> = {};
  for (const [what, contents] of Object.entries(PAGES)) {
    const { outputFiles } = await build({
      stdin: { contents, resolveDir: import.meta.dirname, loader: 'ts' },
      bundle: true,
      minify: true,
      format: 'esm',
      platform: 'browser',
      write: false,
      logLevel: 'silent',
    });
    sizes[what] = gzipSync(outputFiles[0]?.contents ?? '', { level: 9 }).length;
  }
  return sizes;
}
