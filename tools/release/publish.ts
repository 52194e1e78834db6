/**
 * Publishes the packages that other teams install:
 * `node tools/release/publish.ts [--dry-run] [--repository=https://…]`.
 *
 * Run by CI once `nx release` has set versions and changelogs. It fills in what this checkout cannot know, the
 * repository, and asks npm for provenance, which ties each package to the commit and the CI run it
 * was built by. With `--dry-run` it shows the same and sends nothing.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { objections, tagOf } from './manifest.ts';
import { findRepository } from './repository.ts';
import { readLibrary, stage, type Library } from './stage.ts';

const WORKSPACE = resolve(import.meta.dirname, '../..');
/** In the order of their dependencies: what others need is there first. */
const DIRECTORIES = ['libs/contracts', 'libs/kombo-client'];

/** What `npm publish --json` tells of one package. */
interface Published {
  files: { path: string }[];
  size: number;
  unpackedSize: number;
}

function publish({ manifest }: Library, folder: string, isDryRun: boolean): Published {
  const flags = ['--json', '--ignore-scripts', '--tag', tagOf(manifest)];
  const said = execFileSync('npm', ['publish', ...flags, ...(isDryRun ? ['--dry-run'] : [])], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', isDryRun ? 'ignore' : 'inherit'],
  });
  const answer = JSON.parse(said) as Published | Record<string, Published>;
  // npm 11 names the package around it, earlier ones do not.
  return (answer as Record<string, Published>)[manifest.name] ?? (answer as Published);
}

function describe({ manifest, directory }: Library, url: string, published: Published): string {
  const kilobytes = (bytes: number) => `${Math.round(bytes / 1000)} kB`;
  return [
    `${manifest.name} ${manifest.version}`,
    `  tag         ${tagOf(manifest)}`,
    `  repository  ${url}, ${directory}`,
    `  size        ${kilobytes(published.size)}, unpacked ${kilobytes(published.unpackedSize)}`,
    `  files       ${published.files.length}`,
    ...published.files.map(({ path }) => `    ${path}`),
  ].join('\n');
}

function main(): void {
  const { values } = parseArgs({
    options: { 'dry-run': { type: 'boolean', default: false }, repository: { type: 'string' } },
  });
  const isDryRun = values['dry-run'];
  const repository = findRepository(process.env, values.repository);
  const libraries = DIRECTORIES.map((directory) => readLibrary(WORKSPACE, directory));
  const reasons = objections(libraries.map(({ manifest }) => manifest));
  if (reasons.length > 0) throw new Error(reasons.join('\n'));
  const scratch = mkdtempSync(join(tmpdir(), 'release-'));
  try {
    const folderOf = ({ directory }: Library) => join(scratch, directory);
    // All of them before the first goes out: half a release is worse than none.
    libraries.forEach((library) => stage(WORKSPACE, library, repository, folderOf(library)));
    for (const library of libraries) {
      const published = publish(library, folderOf(library), isDryRun);
      console.log(describe(library, repository.url, published));
    }
    console.log(isDryRun ? '\nDry run: nothing was published.' : '\nPublished, with provenance.');
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

try {
  main();
} catch (error) {
  console.error(`Nothing is published any further: ${(error as Error).message}`);
  process.exitCode = 1;
}
