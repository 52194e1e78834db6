/**
 * Turns version plans into versions, changelogs, one commit and a tag per package:
 * `node tools/release/version.ts [--dry-run]`.
 *
 * What `nx release --skip-publish` does, and between its two steps what it leaves out: the private
 * packages of this workspace depend on the published ones by exact version, and the lock has both.
 */
import { execFileSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { releaseChangelog, releaseVersion } from 'nx/release/index.js';
import type { Manifest } from './manifest.ts';
import { updateDependents } from './dependents.ts';

const { values } = parseArgs({ options: { 'dry-run': { type: 'boolean', default: false } } });
const dryRun = values['dry-run'];

const { projectsVersionData, releaseGraph } = await releaseVersion({
  dryRun,
  gitCommit: false,
  gitTag: false,
  stageChanges: !dryRun,
});
if (!dryRun) {
  const manifests = globSync('{apps,libs}/*/package.json');
  const changed = updateDependents(manifests, versionsIn(manifests));
  execFileSync('npm', ['install', '--package-lock-only', '--ignore-scripts', '--no-audit'], {
    stdio: 'inherit',
  });
  execFileSync('git', ['add', 'package-lock.json', ...changed]);
}
await releaseChangelog({
  dryRun,
  releaseGraph,
  versionData: projectsVersionData,
  gitCommit: true,
  gitTag: true,
  gitPush: false,
});

/** The versions of the packages that are published, as they now are. */
function versionsIn(files: readonly string[]): Map<string, string> {
  const manifests = files.map((file) => JSON.parse(readFileSync(file, 'utf8')) as Manifest);
  return new Map(manifests.filter((one) => !one.private).map((one) => [one.name, one.version]));
}
