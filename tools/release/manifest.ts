import type { Repository } from './repository.ts';

/** The part of a package.json that a release reads or writes. */
export interface Manifest {
  name: string;
  version: string;
  private?: boolean;
  repository?: Repository & { directory: string };
  publishConfig?: { access?: string; provenance?: boolean };
  dependencies?: Record<string, string>;
  /** What Nx wants to know; nobody else does. */
  nx?: unknown;
}

/** A manifest as it is published: with its repository and with provenance, without what only Nx reads. */
export function publishable(
  { nx: _nx, ...manifest }: Manifest,
  repository: Repository,
  directory: string,
): Manifest {
  return {
    ...manifest,
    repository: { ...repository, directory },
    publishConfig: { ...manifest.publishConfig, access: 'public', provenance: true },
  };
}

/**
 * The tag that `npm install` will find a version by: `latest`, or of `1.2.0-beta.3` `beta`. A
 * pre-release under `latest` would be everybody's next update.
 *
 * @throws Error when the version is none, or its pre-release has no name
 */
export function tagOf({ name, version }: Manifest): string {
  const [, prerelease] = /^\d+\.\d+\.\d+(?:-([0-9A-Za-z.-]+))?$/.exec(version) ?? [];
  if (prerelease === undefined) {
    if (/^\d+\.\d+\.\d+$/.test(version)) return 'latest';
    throw new Error(`${name}: "${version}" is no version like 1.2.3 or 1.2.3-beta.0.`);
  }
  const [tag = ''] = prerelease.split('.');
  if (!/^[a-z][a-z-]*$/i.test(tag)) {
    throw new Error(`${name}: the pre-release of ${version} needs a name, like 1.2.3-beta.0.`);
  }
  return tag;
}

/**
 * What stands against publishing these packages together, in sentences; empty when nothing does.
 *
 * They depend on each other by exact version: one that was forgotten would be installed beside the new.
 */
export function objections(manifests: readonly Manifest[]): string[] {
  const versions = new Map(manifests.map(({ name, version }) => [name, version]));
  return manifests.flatMap(({ name, private: isPrivate, dependencies = {} }) => [
    ...(isPrivate ? [`${name} is private.`] : []),
    ...Object.entries(dependencies)
      .filter(([other, wanted]) => versions.has(other) && versions.get(other) !== wanted)
      .map(
        ([other, wanted]) =>
          `${name} depends on ${other} ${wanted}, which is at ${versions.get(other)}: run nx release version.`,
      ),
  ]);
}
