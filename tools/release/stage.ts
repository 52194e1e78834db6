import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { publishable, type Manifest } from './manifest.ts';
import type { Repository } from './repository.ts';

/** A package of this workspace that is published. */
export interface Library {
  /** Below the top folder. */
  directory: string;
  manifest: Manifest;
}

/** @param directory below the top folder */
export function readLibrary(workspace: string, directory: string): Library {
  const text = readFileSync(join(workspace, directory, 'package.json'), 'utf8');
  return { directory, manifest: JSON.parse(text) as Manifest };
}

/**
 * Puts what a package consists of into a folder of its own, with the manifest that is published. The one in
 * the workspace stays as it is.
 *
 * @param folder is made; must not be there
 * @throws Error when the package is not built
 */
export function stage(
  workspace: string,
  { directory, manifest }: Library,
  repository: Repository,
  folder: string,
): void {
  const source = join(workspace, directory);
  if (!existsSync(join(source, 'dist/index.js'))) {
    throw new Error(`${manifest.name} is not built: run npm run build.`);
  }
  mkdirSync(folder, { recursive: true });
  const packed = execFileSync(
    'npm',
    ['pack', '--ignore-scripts', '--json', '--pack-destination', folder],
    { cwd: source, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
  );
  const tarball = join(folder, fileNameIn(packed));
  execFileSync('tar', ['-xzf', tarball, '--strip-components=1', '-C', folder]);
  rmSync(tarball);
  const text = JSON.stringify(publishable(manifest, repository, directory), null, 2);
  writeFileSync(join(folder, 'package.json'), `${text}\n`);
}

/** npm 11 prints a list, npm 12 an object by package name. */
function fileNameIn(packed: string): string {
  const [first] = Object.values(JSON.parse(packed) as Record<string, { filename: string }>);
  if (first === undefined) throw new Error('npm pack made no file.');
  return first.filename;
}
