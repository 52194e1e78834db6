import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Spec, Validation } from '@cyclonedx/cyclonedx-library';
import { DEPLOY } from './lib.ts';

interface Component {
  purl: string;
  hashes?: { alg: string; content: string }[];
  licenses?: object[];
  evidence: { occurrences: { location: string }[] };
}
interface Bom {
  serialNumber: string;
  metadata: { component: object };
  components: Component[];
}
type Build = (out: string, source: string, bundled: Record<string, string[]>) => Bom;

const HASH = Buffer.alloc(64, 7);
const folder = mkdtempSync(join(tmpdir(), 'result-links-sbom-'));
afterAll(() => rmSync(folder, { recursive: true }));

const put = (path: string, content: object) => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), JSON.stringify(content));
};
const manifest = (name: string, version: string, license: unknown = 'MIT') => ({
  ...{ name, version, license, description: `What ${name} does` },
});

let build: Build;
beforeAll(async () => {
  const module: { softwareBillOfMaterials: Build } = await import(
    pathToFileURL(join(DEPLOY, 'sbom.mjs')).href
  );
  build = module.softwareBillOfMaterials;
  put('app/apps/api/package.json', manifest('@result-links/api', '1.2.3'));
  put('app/libs/engine/package.json', manifest('@result-links/engine', '0.1.0'));
  put(
    'app/libs/engine/node_modules/pino/package.json',
    manifest('pino', '10.0.0', { type: 'MIT' }),
  );
  put('app/node_modules/pino/package.json', manifest('pino', '9.0.0', 'SEE LICENSE IN file'));
  put('app/node_modules/pino/dist/package.json', { type: 'module' });
  put(
    'app/node_modules/@nest/core/package.json',
    manifest('@nest/core', '12.5.1', '(MIT OR Apache-2.0)'),
  );
  put('app/node_modules/@nest/core/node_modules/ms/package.json', manifest('ms', '2.1.3'));
  put('app/node_modules/.bin/something', {});
  mkdirSync(join(folder, 'app/node_modules/@result-links'));
  symlinkSync('../../libs/engine', join(folder, 'app/node_modules/@result-links/engine'));
  // Of the workspace, only what is in a bundle counts.
  put('source/package-lock.json', {
    packages: {
      'node_modules/ms': { integrity: `sha512-${HASH.toString('base64')}` },
    },
  });
  put('source/node_modules/ms/package.json', manifest('ms', '2.1.3'));
  put('source/node_modules/commander/package.json', manifest('commander', '15.1.0'));
  put('source/node_modules/jest/package.json', manifest('jest', '30.5.2'));
});

const bundled = { 'apps/cli/dist/x.cjs': ['node_modules/commander', 'node_modules/ms'] };
const make = () => build(join(folder, 'app'), join(folder, 'source'), bundled);

it('lists what lies in the folder, at any depth, and what is within a bundle; nothing else', () => {
  const places = make().components.flatMap(({ purl, evidence: { occurrences } }) =>
    occurrences.map(({ location }) => `${purl} ${location}`),
  );

  expect(places).toEqual([
    'pkg:npm/%40nest/core@12.5.1 node_modules/@nest/core',
    'pkg:npm/%40result-links/api@1.2.3 apps/api',
    'pkg:npm/%40result-links/engine@0.1.0 libs/engine',
    'pkg:npm/commander@15.1.0 apps/cli/dist/x.cjs',
    'pkg:npm/ms@2.1.3 node_modules/@nest/core/node_modules/ms',
    'pkg:npm/ms@2.1.3 apps/cli/dist/x.cjs',
    'pkg:npm/pino@10.0.0 libs/engine/node_modules/pino',
    'pkg:npm/pino@9.0.0 node_modules/pino',
  ]);
});

it('is CycloneDX 1.5, names the release, and is the same for the same build', async () => {
  const bom = make();
  const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot5);

  expect(await validator.validate(JSON.stringify(bom))).toBeNull();
  expect(await validator.validate(JSON.stringify({ ...bom, version: 'one' }))).not.toBeNull();
  expect(bom.metadata.component).toMatchObject({ name: 'result-links', version: '1.2.3' });
  expect(make()).toEqual(bom);
});

it('has licenses and hashes as far as they are known', () => {
  const { components } = make();
  const of = (name: string) => components.find(({ purl }) => purl.startsWith(`pkg:npm/${name}@`));

  expect(of('pino')?.licenses).toBeUndefined();
  expect(of('%40nest/core')?.licenses).toEqual([{ expression: '(MIT OR Apache-2.0)' }]);
  expect(components.at(-1)?.licenses).toEqual([{ license: { name: 'SEE LICENSE IN file' } }]);
  // The lock file of this test has an entry for the second of its places.
  expect(of('commander')?.hashes).toBeUndefined();
  expect(of('ms')?.hashes).toEqual([{ alg: 'SHA-512', content: HASH.toString('hex') }]);
});
