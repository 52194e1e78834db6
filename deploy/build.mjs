/**
 * Puts together what runs in production: `node deploy/build.mjs <folder>`, after `npm ci`.
 *
 * Builds the server's projects and the command line, installs the production dependencies of API and worker
 * by the lock file, and copies what was built beside them. The folder then is the whole application: it needs
 * Node 22.12 or newer (24 is what is tested), writes nothing to itself, and is started with
 * `node apps/api/dist/main.js` or `node apps/worker/dist/main.js`.
 */
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { softwareBillOfMaterials } from './sbom.mjs';

const SOURCE = fileURLToPath(new URL('..', import.meta.url));
/** What is started. Their dependencies among our own packages follow from their package.json. */
const SERVERS = ['apps/api', 'apps/worker'];

const [target] = process.argv.slice(2);
if (target === undefined) {
  console.error('Usage: node deploy/build.mjs <folder that does not exist yet>');
  process.exit(2);
}
const out = resolve(target);
if (existsSync(out) && readdirSync(out).length > 0) {
  console.error(`${out} is there already and not empty. Name a new folder.`);
  process.exit(2);
}

const bin = (name) => join(SOURCE, 'node_modules/.bin', name);
const run = (command, args, cwd) => execFileSync(command, args, { cwd, stdio: 'inherit' });
const manifestOf = (folder) =>
  JSON.parse(readFileSync(join(SOURCE, folder, 'package.json'), 'utf8'));
const copy = (path) => cpSync(join(SOURCE, path), join(out, path), { recursive: true });

/** The folders of all workspaces, e.g. `libs/engine`. */
const workspaces = ['apps', 'libs'].flatMap((parent) =>
  readdirSync(join(SOURCE, parent))
    .map((name) => `${parent}/${name}`)
    .filter((folder) => existsSync(join(SOURCE, folder, 'package.json'))),
);
const folderOf = new Map(workspaces.map((folder) => [manifestOf(folder).name, folder]));

/** `folder` and all of ours that it depends on, directly or not. */
function withDependencies(folder, found = new Set()) {
  if (!found.has(folder)) {
    found.add(folder);
    for (const name of Object.keys(manifestOf(folder).dependencies ?? {})) {
      const dependency = folderOf.get(name);
      if (dependency !== undefined) withDependencies(dependency, found);
    }
  }
  return found;
}
const ours = [...SERVERS.reduce((found, folder) => withDependencies(folder, found), new Set())];

run(bin('nx'), ['run-many', '--targets=build', '--projects=api,worker,cli'], SOURCE);

mkdirSync(out, { recursive: true });
for (const file of ['package.json', 'package-lock.json', '.npmrc']) copy(file);
// The lock file speaks of every workspace, so npm wants to see them all.
for (const folder of workspaces) {
  mkdirSync(join(out, folder), { recursive: true });
  copy(`${folder}/package.json`);
}
run(
  'npm',
  [
    ...['ci', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund'],
    ...SERVERS.map((folder) => `--workspace=${folder}`),
    '--include-workspace-root=false',
  ],
  out,
);

for (const folder of workspaces.filter((one) => !ours.includes(one))) {
  rmSync(join(out, folder), { recursive: true });
}
for (const folder of ours) {
  copy(`${folder}/dist`);
  // What else the package needs, e.g. the JSON Schemas of the contract and the OpenAPI document of the API.
  for (const path of (manifestOf(folder).files ?? []).filter((one) => /^[\w.-]+$/.test(one))) {
    if (existsSync(join(SOURCE, folder, path))) copy(`${folder}/${path}`);
  }
}
// One file without dependencies: operators have the commands where the service runs.
for (const path of ['bin', 'dist/result-links.cjs', 'dist/single', 'dist/help.txt', 'package.json'])
  copy(`apps/cli/${path}`);
copy('deploy/healthcheck.mjs');
copy('LICENSE');
removeDanglingLinks(join(out, 'node_modules/@result-links'));
removeBuildFiles();
writeBillOfMaterials();

/** npm links every workspace it was told of; some are not here. */
function removeDanglingLinks(folder) {
  for (const name of readdirSync(folder)) {
    if (!existsSync(join(folder, name))) unlinkSync(join(folder, name));
  }
}

/** Type declarations and the compiler's notes are for building. */
function removeBuildFiles() {
  for (const folder of ours) {
    const dist = join(out, folder, 'dist');
    for (const file of readdirSync(dist, { recursive: true })) {
      if (/\.(d\.ts|d\.ts\.map|tsbuildinfo)$/.test(file)) rmSync(join(dist, file));
    }
  }
}

function writeBillOfMaterials() {
  const bundled = JSON.parse(
    readFileSync(join(SOURCE, 'apps/cli/dist/bundled-packages.json'), 'utf8'),
  );
  const document = softwareBillOfMaterials(out, SOURCE, bundled);
  writeFileSync(join(out, 'sbom.cdx.json'), `${JSON.stringify(document, null, 2)}\n`);
}

console.log(`The application is in ${out}`);
