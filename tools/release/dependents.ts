import { readFileSync, writeFileSync } from 'node:fs';

/**
 * Lets a manifest depend on the new versions of packages it depends on by exact version already.
 * Nx does so for the packages it releases; the private ones would ask npm for the old version, which the
 * workspace no longer has.
 *
 * @param text a package.json
 * @param versions the new version by package name
 * @returns the text with nothing else changed
 */
export function withVersions(text: string, versions: ReadonlyMap<string, string>): string {
  let changed = text;
  for (const [name, version] of versions) {
    const exact = new RegExp(`("${escape(name)}": *)"\\d+\\.\\d+\\.\\d+[^"]*"`, 'g');
    changed = changed.replace(exact, `$1"${version}"`);
  }
  return changed;
}

/** @returns the files that were changed */
export function updateDependents(
  files: readonly string[],
  versions: ReadonlyMap<string, string>,
): string[] {
  return files.filter((file) => {
    const text = readFileSync(file, 'utf8');
    const changed = withVersions(text, versions);
    if (changed !== text) writeFileSync(file, changed);
    return changed !== text;
  });
}

function escape(name: string): string {
  return name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
