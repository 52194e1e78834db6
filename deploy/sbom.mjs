/**
 * The software bill of materials of what `build.mjs` put together (CycloneDX 1.5): what lies in the folder,
 * not what a manifest or a lock file says should. The same build has the same document, so it has no time.
 * The base image of a container is not part of it.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));

/**
 * @param out folder of the application
 * @param source folder of the workspace: its lock file has the hashes
 * @param bundled packages within a file, by the file: `{ 'apps/cli/dist/x.cjs': ['node_modules/axios'] }`;
 *   their folders are those of the workspace
 */
export function softwareBillOfMaterials(out, source, bundled) {
  const { packages: locked } = readJson(join(source, 'package-lock.json'));
  /** Components by their package URL; the same package may lie in several places. */
  const components = new Map();
  const add = (root, folder, location) => {
    const component = componentOf(readJson(join(root, folder, 'package.json')), locked[folder]);
    const { evidence = { occurrences: [] }, ...before } = components.get(component.purl) ?? {};
    evidence.occurrences.push({ location });
    components.set(component.purl, { ...before, ...component, evidence });
  };
  for (const folder of packageFolders(out)) add(out, folder, folder);
  for (const [file, folders] of Object.entries(bundled)) {
    for (const folder of folders) add(source, folder, file);
  }
  const sorted = [...components.values()].sort((a, b) => (a.purl < b.purl ? -1 : 1));
  const api = sorted.find(({ group, name }) => group === '@result-links' && name === 'api');
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.5.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    serialNumber: `urn:uuid:${uuidOf(JSON.stringify(sorted))}`,
    version: 1,
    metadata: {
      component: {
        ...{ type: 'application', name: 'result-links', 'bom-ref': 'result-links' },
        ...(api && { version: api.version }),
      },
    },
    components: sorted,
  };
}

/** All packages in a folder, ours in `apps` and `libs` and those that npm installed at any depth. */
export function packageFolders(root) {
  const ours = ['apps', 'libs'].flatMap((parent) => childrenOf(root, parent));
  const found = [...ours, ...ours.flatMap((folder) => installed(root, folder))];
  return [...found, ...installed(root, '')].filter((folder) =>
    existsSync(join(root, folder, 'package.json')),
  );
}

function installed(root, folder) {
  const children = childrenOf(root, join(folder, 'node_modules'));
  const packages = children.flatMap((child) =>
    /\/@[^/]+$/.test(`/${child}`) ? childrenOf(root, child) : [child],
  );
  return packages.flatMap((one) => [one, ...installed(root, one)]);
}

/** Folders in a folder; links lead to folders of ours, which are counted where they are. */
function childrenOf(root, folder) {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => join(folder, name));
}

function componentOf({ name, version, description, license }, locked) {
  const [scope, plain] = name.startsWith('@') ? name.split('/') : [undefined, name];
  const path = scope === undefined ? plain : `${encodeURIComponent(scope)}/${plain}`;
  const purl = `pkg:npm/${path}@${encodeURIComponent(version)}`;
  const [, algorithm, digest] = /^(sha\d+)-(\S+)$/.exec(locked?.integrity ?? '') ?? [];
  return {
    ...{ type: 'library', 'bom-ref': purl },
    ...(scope !== undefined && { group: scope }),
    ...{ name: plain, version, purl },
    ...(description && { description }),
    ...(typeof license === 'string' && { licenses: [licenseOf(license)] }),
    ...(algorithm && {
      hashes: [
        {
          alg: algorithm.replace('sha', 'SHA-'),
          content: Buffer.from(digest, 'base64').toString('hex'),
        },
      ],
    }),
  };
}

function licenseOf(license) {
  return /^SEE |^UNLICENSED$/.test(license)
    ? { license: { name: license } }
    : { expression: license };
}

/** A UUID (version 8) made of a text. */
function uuidOf(text) {
  const hex = createHash('sha256').update(text).digest('hex');
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
  ];
  return [...parts, hex.slice(20, 32)].join('-');
}
