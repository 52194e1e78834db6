import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** The top folder of this workspace. */
export const WORKSPACE = resolve(import.meta.dirname, '../../..');

/** The packages other teams install, by their folder in `libs/`. */
export const LIBRARIES = ['contracts', 'kombo-client'] as const;

/** One of {@link LIBRARIES}. */
export type Library = (typeof LIBRARIES)[number];

/** Where the packed libraries are, while the tests run. */
export const PACKED_VARIABLE = 'PACKED_LIBRARIES';

/** The part of a package.json that is read here. */
export interface Manifest {
  name: string;
  version: string;
  exports: Record<string, string | Record<string, string>>;
  dependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
}

/** The manifest of a library as it is in the workspace. */
export function manifestOf(library: Library): Manifest {
  return JSON.parse(readFileSync(`${WORKSPACE}/libs/${library}/package.json`, 'utf8')) as Manifest;
}

/** The packed library's file. */
export function tarballOf(library: Library): string {
  const folder = process.env[PACKED_VARIABLE];
  if (folder === undefined) throw new Error('run by jest only, which packs the libraries first');
  return `${folder}/result-links-${library}-${manifestOf(library).version}.tgz`;
}
