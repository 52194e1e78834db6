/**
 * Bundles what tsc built into one file. From the output of tsc, not from the sources: esbuild would
 * compile decorators in its own way, and the libraries are used exactly as they are published.
 *
 * A dynamic `import()` becomes a lazy part of the same file: it is run when it is first used, so
 * `--help` does not pay for an HTTP client.
 */
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const project = fileURLToPath(new URL('..', import.meta.url));
const axiosOwner = fileURLToPath(new URL('../../../libs/kombo-client', import.meta.url));
const { version } = JSON.parse(await readFile(`${project}/package.json`, 'utf8'));

/** Every JSON Schema of the contract, by name. */
async function readSchemas() {
  const folder = fileURLToPath(new URL('../../../libs/contracts/schemas', import.meta.url));
  const files = (await readdir(folder)).filter((file) => file.endsWith('.json')).sort();
  const entries = files.map(async (file) => [
    file.replace(/\.json$/, ''),
    JSON.parse(await readFile(`${folder}/${file}`, 'utf8')),
  ]);
  return Object.fromEntries(await Promise.all(entries));
}

/** npm may give every library its own copy of the same axios; one is enough. */
const oneAxios = {
  name: 'one-axios',
  setup({ onResolve, resolve }) {
    onResolve({ filter: /^axios$/ }, ({ path, kind, pluginData }) =>
      pluginData === 'one-axios'
        ? undefined
        : resolve(path, { kind, resolveDir: axiosOwner, pluginData: 'one-axios' }),
    );
  },
};

/**
 * axios brings a package for multipart bodies and with it a table of all media types, 150 kB that are
 * read at every start. Result links are JSON; without it axios would take Node's own class.
 */
const noMultipart = {
  name: 'no-multipart',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^form-data$/ }, ({ path }) => ({ path, namespace: 'no-multipart' }));
    onLoad({ filter: /.*/, namespace: 'no-multipart' }, () => ({
      contents: 'export default undefined;',
    }));
  },
};

/** commander can run programs as its subcommands; ours are functions, so Node's part for that stays unloaded. */
const noSubprocesses = {
  name: 'no-subprocesses',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:child_process$/ }, ({ path, importer }) =>
      importer.includes('commander') ? { path, namespace: 'no-subprocesses' } : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'no-subprocesses' }, () => ({
      contents: 'export default {};',
    }));
  },
};

const schemas = await readSchemas();

await build({
  absWorkingDir: project,
  entryPoints: ['dist/main.js'],
  outfile: 'dist/result-links.cjs',
  bundle: true,
  platform: 'node',
  target: 'node22.12',
  format: 'cjs',
  // ES modules where a package has both: only they can be shaken.
  mainFields: ['module', 'main'],
  plugins: [oneAxios, noMultipart, noSubprocesses],
  define: {
    RESULT_LINKS_VERSION: JSON.stringify(version),
    RESULT_LINKS_SCHEMA_NAMES: JSON.stringify(Object.keys(schemas)),
    RESULT_LINKS_SCHEMAS: JSON.stringify(JSON.stringify(schemas)),
  },
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'eof',
  logLevel: 'warning',
});
