import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { allowanceFor, readAllowed, type Allowed, type Source } from './allowed.ts';
import { compareShapes } from './compare.ts';
import { shapeOfOpenApi, type OpenApiDocument } from './openapi.ts';
import { ourShape } from './ours.ts';
import { renderTable, type Row } from './report.ts';
import { installedSdkModels, shapeOfSdk } from './sdk.ts';
import { UnusableInput, type Shape } from './shape.ts';

/** Exit codes: no difference beyond the allowed ones, some, or a comparison that could not be made. */
export const EXIT = { same: 0, different: 1, usage: 2 } as const;

/** Time limit for fetching a document. */
const FETCH_TIMEOUT_MS = 60_000;

const HELP = `Compares the contract of the result-link writes with what Kombo publishes.

Usage: drift [--openapi PATH|URL] [--sdk] [--allow PATH | --strict]

  --openapi PATH|URL  an OpenAPI document of Kombo's (JSON)
  --sdk               the installed @kombo-api/sdk
  --allow PATH        known differences with their reasons (default: tools/drift/allowed.json)
  --strict            allow none

Exit codes: 0 no difference that is not allowed, 1 some, 2 nothing could be compared.
`;

/** Where output goes; a test gives its own. */
export interface Output {
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
}

/** Runs the comparison for command-line arguments and returns the exit code. */
export async function drift(args: readonly string[], output: Output): Promise<number> {
  try {
    const options = readOptions(args);
    if (options === 'help') {
      output.out(HELP);
      return EXIT.same;
    }
    const ours = ourShape();
    let unexpected = 0;
    for (const [source, title, read] of options.sources) {
      const rows = annotate(compareShapes(ours, await read()), source, options.allowed);
      const open = rows.filter(({ reason }) => reason === undefined).length;
      unexpected += open;
      output.out(`${title}: ${open} difference(s), ${rows.length - open} allowed\n`);
      if (rows.length > 0) output.out(`\n${renderTable(rows)}\n`);
      staleNotes(rows, source, options.allowed).forEach(output.out);
    }
    return unexpected > 0 ? EXIT.different : EXIT.same;
  } catch (error) {
    if (!(error instanceof UnusableInput)) throw error;
    output.error(`drift: ${error.message}\n`);
    return EXIT.usage;
  }
}

type Comparison = readonly [Source, title: string, read: () => Promise<Shape>];

function readOptions(
  args: readonly string[],
): 'help' | { sources: Comparison[]; allowed: Allowed[] } {
  const { help, openapi, sdk, allow, strict } = parse(args);
  if (help) return 'help';
  const sources: Comparison[] = [];
  if (openapi !== undefined) {
    sources.push(['openapi', openapi, async () => shapeOfOpenApi(await loadDocument(openapi))]);
  }
  if (sdk)
    sources.push(['sdk', '@kombo-api/sdk', async () => shapeOfSdk(await installedSdkModels())]);
  if (sources.length === 0) throw new UnusableInput('nothing to compare with: --openapi or --sdk');
  if (strict && allow !== undefined)
    throw new UnusableInput('--strict and --allow exclude each other');
  const list = allow ?? join(import.meta.dirname, 'allowed.json');
  return { sources, allowed: strict ? [] : readAllowed(list) };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        help: { type: 'boolean', short: 'h' },
        openapi: { type: 'string' },
        sdk: { type: 'boolean' },
        allow: { type: 'string' },
        strict: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    throw new UnusableInput((error as Error).message);
  }
}

async function loadDocument(location: string): Promise<OpenApiDocument> {
  let text: string;
  try {
    text = /^https?:/i.test(location) ? await download(location) : await readFile(location, 'utf8');
  } catch (error) {
    throw new UnusableInput(`${location} cannot be read: ${(error as Error).message}`);
  }
  try {
    return JSON.parse(text) as OpenApiDocument;
  } catch {
    throw new UnusableInput(`${location} is not JSON`);
  }
}

async function download(url: string): Promise<string> {
  const response = await fetch(url, { signal: AbortSignal.timeout(FETCH_TIMEOUT_MS) });
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  return response.text();
}

function annotate(
  differences: ReturnType<typeof compareShapes>,
  source: Source,
  allowed: readonly Allowed[],
): Row[] {
  return differences.map((difference) => {
    const reason = allowanceFor(difference, source, allowed)?.reason;
    return reason === undefined ? difference : { ...difference, reason };
  });
}

/** Entries that allowed nothing: the difference is gone, so the entry can go. */
function staleNotes(rows: readonly Row[], source: Source, allowed: readonly Allowed[]): string[] {
  return allowed
    .filter((entry) => (entry.source ?? source) === source)
    .filter((entry) => !rows.some((row) => allowanceFor(row, source, [entry])))
    .map((entry) => `no longer needed in the allow list: ${entry.what} (${entry.change})\n`);
}
