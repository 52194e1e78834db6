import { formatFiles, type Tree } from '@nx/devkit';
import { operationSource, specSource, type OperationText } from './templates.ts';

/** The options of `schema.json`. */
export interface OperationOptions {
  name: string;
  method: string;
  path: string;
  kind?: OperationText['kind'];
  group?: OperationText['group'];
  of?: OperationText['of'];
}

const OPERATIONS = 'libs/kombo-client/src/operations';

/**
 * Adds a call of Kombo's API to the client: the operation, its spec and its export. The result
 * compiles and passes its spec; descriptions and fields are left to its author.
 */
export default async function operationGenerator(
  tree: Tree,
  options: OperationOptions,
): Promise<void> {
  const text = describe(options);
  const folder = `${OPERATIONS}/${text.group}`;
  const file = `${folder}/${text.fileName}`;
  if (tree.exists(`${file}.ts`)) {
    throw new Error(`${file}.ts is there already`);
  }
  tree.write(`${file}.ts`, operationSource(text));
  tree.write(`${file}.spec.ts`, specSource(text));
  addExport(tree, `${folder}/index.ts`, text.fileName);
  await formatFiles(tree);
}

function describe(options: OperationOptions): OperationText {
  const { name, method, path } = options;
  const group = options.group ?? groupOf(path);
  return {
    name,
    typeName: name.charAt(0).toUpperCase() + name.slice(1),
    fileName: name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
    group,
    method,
    path,
    pathFields: [...path.matchAll(/\{(\w+)\}/g)].map(([, field = '']) => field),
    kind: options.kind ?? (method === 'GET' ? 'data' : 'receipt'),
    of: options.of ?? (group === 'general' ? 'account' : 'integration'),
  };
}

function groupOf(path: string): OperationText['group'] {
  const first = path.split('/')[1];
  return first === 'ats' || first === 'assessment' ? first : 'general';
}

/** In alphabetical order, as the others. */
function addExport(tree: Tree, index: string, fileName: string): void {
  const line = `export * from './${fileName}.js';`;
  const lines = (tree.read(index, 'utf8') ?? '').split('\n').filter(Boolean);
  tree.write(index, `${[...lines, line].sort().join('\n')}\n`);
}
