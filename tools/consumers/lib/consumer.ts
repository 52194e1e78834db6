import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { LIBRARIES, manifestOf, tarballOf, WORKSPACE } from './packed.ts';
import { run, runOrFail, type Ended } from './run.ts';

/** A copy of one of the `projects/`, far away from this workspace. */
export interface Consumer {
  readonly folder: string;
  /** Runs a file on this Node. */
  readonly node: (...args: string[]) => Promise<Ended>;
  /** Runs the command of an installed package. */
  readonly command: (file: string, ...args: string[]) => Promise<Ended>;
  readonly remove: () => void;
}

/** Copies projects, one over the other, into a new folder outside of the workspace. */
export function createConsumer(...projects: string[]): Consumer {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), `consumer-${projects[0]}-`)));
  for (const project of projects) {
    cpSync(`${WORKSPACE}/tools/consumers/projects/${project}`, folder, { recursive: true });
  }
  return {
    folder,
    node: (...args) => run(process.execPath, args, { cwd: folder }),
    command: (file, ...args) =>
      run(process.execPath, [join(folder, 'node_modules', file), ...args], { cwd: folder }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/**
 * Puts the packed libraries into a consumer without the registry: unpacked, with what they *declare* to
 * need, and `others`, as links to this workspace's packages. What they need and do not declare is not
 * there.
 */
export async function linkLibraries(consumer: Consumer, others: string[] = []): Promise<void> {
  const modules = join(consumer.folder, 'node_modules');
  const needed = new Set(others);
  for (const library of LIBRARIES) {
    const { name, dependencies, peerDependencies } = manifestOf(library);
    Object.keys({ ...dependencies, ...peerDependencies }).forEach((key) => needed.add(key));
    const target = join(modules, name);
    mkdirSync(target, { recursive: true });
    await runOrFail('tar', ['-xzf', tarballOf(library), '--strip-components=1', '-C', target], {
      cwd: consumer.folder,
    });
  }
  linkPackages(
    consumer,
    [...needed].filter((name) => !name.startsWith('@result-links/')),
  );
}

/** Links packages of this workspace into a consumer. */
export function linkPackages(consumer: Consumer, names: string[]): void {
  for (const name of names) {
    const link = join(consumer.folder, 'node_modules', name);
    mkdirSync(dirname(link), { recursive: true });
    if (!existsSync(link)) symlinkSync(`${WORKSPACE}/node_modules/${name}`, link);
  }
}

/** Installs the packed libraries, and `packages` from the registry, as a consumer does: with npm. */
export function installLibraries(consumer: Consumer, packages: string[]): Promise<void> {
  return installPackages(consumer, [...LIBRARIES.map(tarballOf), ...packages]);
}

/**
 * Installs packages with npm.
 *
 * @throws Error that says so when the registry is the trouble
 */
export async function installPackages(consumer: Consumer, packages: string[]): Promise<void> {
  const flags = ['--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts'];
  const { exitCode, stderr } = await run('npm', ['install', ...flags, ...packages], {
    cwd: consumer.folder,
  });
  if (exitCode === 0) return;
  const cause = REGISTRY_TROUBLE.test(stderr)
    ? 'The npm registry could not be reached. This test installs from it; our packages are not to blame.'
    : 'npm could not install:';
  throw new Error(`${cause}\n${stderr.slice(-2000)}`);
}

const REGISTRY_TROUBLE =
  /E(NOTFOUND|AI_AGAIN|TIMEDOUT|CONNRESET|CONNREFUSED|RR_SOCKET_TIMEOUT)|npm error network|code E5\d\d/;
