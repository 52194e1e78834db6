import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Supervisor } from './supervisor.ts';

const TOOLS = ['mkfs.xfs', 'mkfs.ext4', 'mount', 'umount', 'cp'];
/** Sparse: what is not written takes no room. */
const SHELF_BYTES = 20 * 2 ** 30;
const DISK_BYTES = 2 * 2 ** 30;

/** A disk whose contents can be copied in an instant, while it is written to. */
export interface CuttableDisk {
  /** Makes an empty disk and mounts it. Returns the folder. */
  mountFresh(): string;
  /** Freezes what is on the disk now: what a power cut in this moment would leave. */
  cut(): void;
  /** Unmounts the disk and mounts what was frozen; its journal is replayed. Returns the folder. */
  mountFrozen(): string;
  /** Unmounts what was frozen. */
  unmountFrozen(): void;
}

/**
 * An ext4 disk in an image file on XFS: `cp --reflink` clones the image atomically below the running file
 * system, so the clone is exactly what had reached the disk. (Writes that a real disk would still hold in
 * its own cache count as written.)
 *
 * @returns why it is not to be had here, or the disk
 */
export function createCuttableDisk(supervisor: Supervisor): CuttableDisk | string {
  if (process.getuid?.() !== 0) return 'mounting needs root';
  const missing = TOOLS.filter((tool) => !isInstalled(tool));
  if (missing.length > 0) return `${missing.join(', ')} not found (xfsprogs, e2fsprogs)`;
  const folder = supervisor.folder();
  const [shelf, live, frozen] = ['shelf', 'live', 'frozen'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  [shelf, live, frozen].forEach((place) => mkdirSync(place));
  const mounted = new Set<string>();
  const mount = (image: string, place: string) => {
    run('mount', '-o', 'loop', image, place);
    mounted.add(place);
  };
  const unmount = (place: string, ...flags: string[]) => {
    if (mounted.delete(place)) run('umount', ...flags, place);
  };
  // Lazily: a process that was told to end a moment ago may still hold a file.
  supervisor.deferLast(() => [frozen, live, shelf].forEach((place) => unmount(place, '--lazy')));
  try {
    const image = emptyFile(join(folder, 'shelf.img'), SHELF_BYTES);
    run('mkfs.xfs', '-q', '-m', 'reflink=1', image);
    mount(image, shelf);
  } catch (error) {
    return `loop mounts do not work here (${(error as Error).message.split('\n')[0]})`;
  }
  const [disk, clone] = [join(shelf, 'disk.img'), join(shelf, 'clone.img')];
  return {
    mountFresh: () => {
      unmount(live);
      emptyFile(disk, DISK_BYTES);
      run('mkfs.ext4', '-q', disk);
      mount(disk, live);
      return live;
    },
    cut: () => {
      rmSync(clone, { force: true });
      run('cp', '--reflink=always', disk, clone);
    },
    mountFrozen: () => {
      unmount(live);
      mount(clone, frozen);
      return frozen;
    },
    unmountFrozen: () => unmount(frozen),
  };
}

function emptyFile(path: string, bytes: number): string {
  rmSync(path, { force: true });
  writeFileSync(path, '');
  truncateSync(path, bytes);
  return path;
}

function isInstalled(tool: string): boolean {
  return ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'].some(
    (folder) => existsSync(join(folder, tool)),
  );
}

function run(command: string, ...args: string[]): void {
  const env = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' };
  execFileSync(command, args, { stdio: 'pipe', env });
}
