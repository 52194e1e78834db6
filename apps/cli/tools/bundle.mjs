/**
 * Bundles what tsc built into one file. From the output of tsc, not from the sources: esbuild would
 * compile decorators in its own way, and the libraries are used exactly as they are published.
 *
 * A dynamic `import()` becomes a lazy part of the same file: it is run when it is first used, so
 * `--help` does not pay for an HTTP client.
 *
 * Beside the whole program, each command gets a file with nothing but itself. The launcher takes it
 * when the first word of a command line is its name: what is not there is not read, and no parser is
 * set up for it. (Measured on 2026-11-25: one `send` takes 5 of 50 ms less.)
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { glob, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { bundledPackages } from './bundled-packages.mjs';

const project = fileURLToPath(new URL('..', import.meta.url));
const axiosOwner = fileURLToPath(new URL('../../../libs/kombo-client', import.meta.url));
const { version } = JSON.parse(await readFile(`${project}/package.json`, 'utf8'));

const target = 'node22.12';
/** ES modules where a package has both: only they can be shaken. */
const mainFields = ['module', 'main'];
/**
 * The bundle holds the module build of class-transformer; the compiled validator must read that one's
 * metadata, not another copy's.
 */
const alias = { 'class-transformer/cjs/storage.js': 'class-transformer/esm5/storage.js' };

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
 * Parts that are never used here and cost time at every start, by the path they are imported under,
 * with what stands in their place. (Measured on 2026-11-23: one `send` takes 35 ms less.)
 */
const UNUSED = [
  // Multipart bodies, with a table of all media types: result links are JSON.
  { path: /[\\/]node_modules[\\/]form-data[\\/]/, contents: 'module.exports = undefined;' },
  // axios over `fetch`: in Node it uses its http adapter. Looking at `fetch` makes Node load undici.
  {
    path: /[\\/]axios[\\/]lib[\\/]adapters[\\/]fetch\.js$/,
    contents: 'export const getFetch = () => null; export default null;',
  },
];

const withoutUnused = {
  name: 'without-unused',
  setup({ onLoad }) {
    for (const { path, contents } of UNUSED) {
      onLoad({ filter: path }, () => ({ contents }));
    }
    // Likewise: a mere look at the global class makes Node load undici.
    onLoad({ filter: /[\\/]axios[\\/]lib[\\/]utils\.js$/ }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8')).replaceAll('G.FormData', 'undefined'),
    }));
  },
};

/** Parts of Node that a package names at its start for what we never ask of it. */
const UNUSED_BUILT_INS = [
  // commander can run programs as its subcommands; ours are functions.
  { name: 'node:child_process', importer: /[\\/]commander[\\/]/ },
  // axios speaks HTTP/2 only when told to.
  { name: 'http2', importer: /[\\/]axios[\\/]/ },
];

const withoutUnusedBuiltIns = {
  name: 'without-unused-built-ins',
  setup({ onResolve, onLoad }) {
    for (const { name, importer } of UNUSED_BUILT_INS) {
      onResolve({ filter: new RegExp(`^${name}$`) }, (args) =>
        importer.test(args.importer) ? { path: name, namespace: 'unused' } : undefined,
      );
    }
    onLoad({ filter: /.*/, namespace: 'unused' }, () => ({ contents: 'export default {};' }));
  },
};

const packagesIn = (metafile, inlined) =>
  bundledPackages(metafile, project, (file) => UNUSED.some(({ path }) => path.test(file)), inlined);

/** Those within {@link namedContract}. */
let packagesOfContract = [];

/**
 * Of the contract, only what the commands and the libraries name. esbuild shakes no module that is loaded lazily: the
 * DTO classes of all routes would be set up for a command that sends one result link. So the names are
 * shaken out first, and what is left is bundled in the contract's place.
 */
const namedContract = {
  name: 'named-contract',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^@result-links\/contracts$/ }, ({ pluginData }) =>
      pluginData === 'whole' ? undefined : { path: 'contract', namespace: 'named' },
    );
    onLoad({ filter: /^contract$/, namespace: 'named' }, async () => {
      const contents = `export { ${await namesFrom('@result-links/contracts')} } from '@result-links/contracts';`;
      const { outputFiles, metafile } = await build({
        stdin: { contents, resolveDir: project },
        bundle: true,
        format: 'esm',
        platform: 'node',
        target,
        mainFields,
        alias,
        metafile: true,
        write: false,
      });
      packagesOfContract = Object.values(packagesIn(metafile)).flat();
      return { contents: outputFiles[0].text, resolveDir: project };
    });
  },
};

/** What the commands, and the libraries they use, import from a package, by the output of tsc. */
async function namesFrom(specifier) {
  const libraries = '../../libs/{resolver,kombo-client,api-client,kombo-sandbox}/dist/**/*.js';
  const files = glob(['dist/**/*.js', libraries], { cwd: project });
  const imports = new RegExp(`import \\{([^}]*)\\} from '${specifier}'`, 'g');
  const names = new Set();
  for await (const file of files) {
    const text = await readFile(`${project}/${file}`, 'utf8');
    for (const [, list] of text.matchAll(imports)) {
      list.split(',').forEach((name) => names.add(name.replace(/ as .*/s, '').trim()));
    }
  }
  return [...names].filter(Boolean).sort();
}

/** A program of one command, by the entry point `command:<name>`. The path of a file is the path of its command. */
const singleCommand = {
  name: 'single-command',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^command:/ }, ({ path }) => ({
      path: path.replace('command:', ''),
      namespace: 'command',
    }));
    onLoad({ filter: /.*/, namespace: 'command' }, async ({ path }) => {
      const file = `./commands/${path}/index.js`;
      const exported = Object.entries(await import(`${project}/dist/${file}`));
      const [variable] = exported.find(([, { name }]) => name === path);
      return {
        contents: `import { start } from './start.js';
import { ${variable} } from '${file}';
start([${variable}]);`,
        resolveDir: `${project}/dist`,
      };
    });
  },
};

/** A bundle, with its own name on the first line: `bin/run-compiled.cjs` keeps compiled code by it. */
async function writeBundle({ path, text }) {
  const build = createHash('sha256').update(text).digest('hex').slice(0, 16);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `// build ${build}\n${text}`);
}

/** Often asked for, always the same: `--help` need not start the program. */
async function writeHelp() {
  const program = `${project}/dist/result-links.cjs`;
  const { stdout } = await promisify(execFile)(process.execPath, [program, '--help']);
  await writeFile(`${project}/dist/help.txt`, stdout);
}

const schemas = await readSchemas();
const { COMMANDS } = await import(`${project}/dist/commands/index.js`);
/** `completion` knows all the others: its file would be the whole program again. */
const singles = COMMANDS.map(({ name }) => name).filter((name) => name !== 'completion');

const { outputFiles, metafile } = await build({
  absWorkingDir: project,
  entryPoints: [
    { in: 'dist/main.js', out: 'result-links' },
    ...singles.map((name) => ({ in: `command:${name}`, out: `single/${name}` })),
  ],
  outdir: 'dist',
  outExtension: { '.js': '.cjs' },
  bundle: true,
  platform: 'node',
  target,
  format: 'cjs',
  mainFields,
  plugins: [singleCommand, namedContract, oneAxios, withoutUnused, withoutUnusedBuiltIns],
  define: {
    RESULT_LINKS_VERSION: JSON.stringify(version),
    RESULT_LINKS_SCHEMA_NAMES: JSON.stringify(Object.keys(schemas).join(' ')),
    RESULT_LINKS_SCHEMAS: JSON.stringify(JSON.stringify(schemas)),
  },
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'eof',
  logLevel: 'warning',
  metafile: true,
  write: false,
});
await rm(`${project}/dist/single`, { recursive: true, force: true }); // commands that are no more
await Promise.all(outputFiles.map(writeBundle));
await writeFile(
  `${project}/dist/bundled-packages.json`,
  JSON.stringify(packagesIn(metafile, { 'named:contract': packagesOfContract }), null, 2),
);
await writeHelp();
