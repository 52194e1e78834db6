import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Tree } from '@nx/devkit';
import { createTree } from '@nx/devkit/testing';
import ts from 'typescript';
import operationGenerator, { type OperationOptions } from './generator.ts';

const ROOT = resolve(__dirname, '../../..');
const OPERATIONS = 'libs/kombo-client/src/operations';

const NOTE = {
  name: 'addOfferNote',
  method: 'POST',
  path: '/ats/offers/{offer_id}/notes',
} as const;

async function generate(...operations: OperationOptions[]): Promise<Tree> {
  const tree = createTree();
  tree.write('.prettierrc', readFileSync(`${ROOT}/.prettierrc`, 'utf8'));
  tree.write(`${OPERATIONS}/ats/index.ts`, `export * from './get-users.js';\n`);
  for (const operation of operations) {
    await operationGenerator(tree, operation);
  }
  return tree;
}

const read = (tree: Tree, file: string) => tree.read(`${OPERATIONS}/${file}`, 'utf8') ?? '';

it('writes a write with its body', async () => {
  const tree = await generate(NOTE);
  expect(read(tree, 'ats/add-offer-note.ts')).toBe(`import type {
  CallOptions,
  KomboResponse,
  OperationCaller,
  Route,
  WriteReceipt,
} from '../operation-caller.js';

/** What {@link addOfferNote} takes. */
export interface AddOfferNoteRequest {
  x_integration_id: string;
  /** Describe the id. */
  offer_id: string;
  request_body: AddOfferNoteBody;
}

/** The body of {@link addOfferNote}. */
export interface AddOfferNoteBody {
  /** Describe the field. */
  example: string;
}

const ROUTE: Route = { method: 'POST', path: '/ats/offers/{offer_id}/notes', of: 'integration' };

/**
 * \`POST /ats/offers/{offer_id}/notes\`: describe what it does.
 * Source: name the page and its date.
 */
export function addOfferNote(
  caller: OperationCaller,
  request: AddOfferNoteRequest,
  options?: CallOptions,
): Promise<KomboResponse<WriteReceipt>> {
  return caller.write(ROUTE, request, options);
}
`);
});

it('writes a spec with an example', async () => {
  const tree = await generate(NOTE);
  expect(read(tree, 'ats/add-offer-note.spec.ts'))
    .toBe(`import { INTEGRATION, itSpeaks } from '../../testing/operation-example.js';

itSpeaks({
  call: (client) =>
    client.ats.addOfferNote({
      x_integration_id: INTEGRATION,
      offer_id: 'offerid1',
      request_body: { example: 'value' },
    }),
  method: 'POST',
  path: '/ats/offers/offerid1/notes',
  body: { example: 'value' },
  data: {},
  isReceipt: true,
});
`);
});

it('adds the export among the others', async () => {
  const tree = await generate(NOTE, { name: 'getZones', method: 'GET', path: '/ats/zones' });
  expect(read(tree, 'ats/index.ts').split('\n')).toEqual([
    `export * from './add-offer-note.js';`,
    `export * from './get-users.js';`,
    `export * from './get-zones.js';`,
    '',
  ]);
});

it('overwrites nothing', async () => {
  await expect(generate(NOTE, NOTE)).rejects.toThrow(/add-offer-note\.ts is there already/);
});

it('writes what compiles with the client', async () => {
  const tree = await generate(
    NOTE,
    { name: 'getOffers', method: 'GET', path: '/ats/offers', kind: 'listing' },
    { name: 'getOfferNotes', method: 'GET', path: '/ats/offers/{offer_id}/notes', kind: 'listing' },
    { name: 'getCatalogue', method: 'GET', path: '/assessment/catalogue' },
    { name: 'createOrder', method: 'PUT', path: '/assessment/orders', kind: 'data' },
    { name: 'getFields', method: 'GET', path: '/integrations/{integration_id}/fields' },
    { name: 'getRegion', method: 'GET', path: '/region' },
    { name: 'startSync', method: 'POST', path: '/start', of: 'integration' },
  );
  expect(problemsOf(tree)).toEqual([]);
}, 60_000);

/** What the compiler has against the generated operations, as if they stood in the workspace. */
function problemsOf(tree: Tree): string[] {
  const files = new Map(
    tree
      .listChanges()
      .filter(({ path }) => path.startsWith(OPERATIONS) && !path.endsWith('index.ts'))
      .map(({ path, content }) => [resolve(ROOT, path), content?.toString() ?? '']),
  );
  const config = ts.readConfigFile(`${ROOT}/tsconfig.base.json`, ts.sys.readFile).config;
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT);
  const settings = { ...options, composite: false, noEmit: true, types: ['node', 'jest'] };
  const host = ts.createCompilerHost(settings);
  const { fileExists, readFile } = host;
  host.fileExists = (file) => files.has(file) || fileExists(file);
  host.readFile = (file) => files.get(file) ?? readFile(file);
  const sources = [...files.keys()].filter((file) => !file.endsWith('.spec.ts'));
  const program = ts.createProgram(sources, settings, host);
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ file, messageText }) =>
      [file?.fileName ?? '', ts.flattenDiagnosticMessageText(messageText, ' ')].join(': '),
    );
}

it('is found by its short name', () => {
  // Without what an Nx that runs this test tells its tasks.
  const env = Object.fromEntries(Object.entries(process.env).filter(([key]) => !/^NX_/.test(key)));
  const args = ['g', 'tools:operation', 'getOfferNotes', '--method=GET', '--path=/ats/offers'];
  const said = execFileSync(
    process.execPath,
    [`${ROOT}/node_modules/.bin/nx`, ...args, '--dryRun'],
    {
      cwd: ROOT,
      encoding: 'utf8',
      // Nx tells its tasks to print in colours, which would stand between the words.
      env: { ...env, FORCE_COLOR: '0', NX_DAEMON: 'false', NX_TUI: 'false', NODE_OPTIONS: '' },
    },
  );
  expect(said).toContain('CREATE libs/kombo-client/src/operations/ats/get-offer-notes.ts');
});
