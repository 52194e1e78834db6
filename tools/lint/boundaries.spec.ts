/** The rule of who may import whom does something: forbidden imports fail lint, allowed ones do not. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const FORBIDDEN = [
  ['contracts may not use Nest', 'libs/contracts', '@nestjs/common'],
  ['contracts may not use axios', 'libs/contracts', 'axios'],
  ['contracts may not import our own code', 'libs/contracts', '@result-links/kombo-client'],
  ['the client may not import the sandbox', 'libs/kombo-client', '@result-links/kombo-sandbox'],
  ['the client may not use Nest', 'libs/kombo-client', '@nestjs/common'],
  ['the sandbox may not import the client', 'libs/kombo-sandbox', '@result-links/kombo-client'],
  ['the CLI may not use Nest', 'apps/cli', '@nestjs/common'],
  ['nobody may import an app', 'apps/cli', '../../api/src/create-app.js'],
] as const;

const ALLOWED = [
  ['the API may import the contract', 'apps/api', '@result-links/contracts'],
  ['the CLI may import the client', 'apps/cli', '@result-links/kombo-client'],
  ['the client may import the contract', 'libs/kombo-client', '@result-links/contracts'],
] as const;

const probes = [...FORBIDDEN, ...ALLOWED];
let broken: string[][];

beforeAll(() => {
  const input = probes.map(([, folder, specifier]) => ({
    path: `${folder}/src/probe.ts`,
    source: `import '${specifier}';\n`,
  }));
  const { stdout, stderr } = spawnSync(process.execPath, [join(__dirname, 'lint-probes.mjs')], {
    input: JSON.stringify(input),
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '', NX_DAEMON: 'false' },
  });
  if (stdout === '') throw new Error(stderr);
  broken = JSON.parse(stdout) as string[][];
}, 60_000);

it.each(FORBIDDEN.map(([rule], index) => [rule, index] as const))('%s', (_rule, index) => {
  expect(broken[index]).toEqual(['@nx/enforce-module-boundaries']);
});

it.each(ALLOWED.map(([rule], index) => [rule, FORBIDDEN.length + index] as const))(
  '%s',
  (_rule, index) => {
    expect(broken[index]).toEqual([]);
  },
);
