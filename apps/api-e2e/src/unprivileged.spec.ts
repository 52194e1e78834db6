/** The service as a user with no name and no rights, to whom all of the file system is read-only but one folder. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { chownSync, lstatSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const MAIN = join(__dirname, '../../api/dist/main.js');
/** Nobody's: files of this owner can only have come from the test. */
const UID = 54_321;

/** Why this cannot be tried here; `null`: it can. */
function obstacle(): string | null {
  if (process.getuid?.() !== 0) return 'only root can start a process as another user';
  try {
    const script = `require('node:fs').accessSync(${JSON.stringify(MAIN)})`;
    const user = { uid: UID, gid: UID };
    execFileSync(process.execPath, ['-e', script], { ...user, cwd: '/', stdio: 'pipe' });
    return null;
  } catch {
    return 'another user cannot read this folder';
  }
}

const why = obstacle();
if (why !== null) console.warn(`skipped: ${why}`);

(why === null ? it : it.skip)(
  'runs without a name, a home or a right to write anywhere but its data directory',
  async () => {
    const home = mkdtempSync(join(tmpdir(), 'result-links-unprivileged-'));
    chownSync(home, UID, UID);
    let child: ChildProcess | undefined;
    try {
      let output = '';
      child = spawn(process.execPath, [MAIN], {
        ...{ uid: UID, gid: UID, cwd: '/' },
        env: { PORT: '0', RESULT_LINKS_DATA_DIR: join(home, 'data') },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      const ended = new Promise<number | null>((resolve) => child?.on('close', resolve));
      const delivered = new Promise<void>((resolve) => {
        child?.stdout?.on('data', (data: Buffer) => {
          output += data.toString();
          if (/written 1 link/.test(output)) resolve();
        });
      });
      child.stderr?.on('data', (data: Buffer) => (output += data.toString()));
      await Promise.race([
        delivered,
        ended.then((code) => Promise.reject(new Error(`ended with ${code}: ${output}`))),
      ]);
      expect(readdirSync(home)).toEqual(['data']);
      expect(ownedIn(tmpdir())).toEqual([home]);
      child.kill('SIGTERM');
      expect(await ended).toBe(0);
      expect(ownedIn(tmpdir())).toEqual([home]);
    } finally {
      child?.kill('SIGKILL');
      rmSync(home, { recursive: true, force: true });
    }
  },
  150_000,
);

/** What belongs to the test's user directly in a folder. */
function ownedIn(folder: string): string[] {
  return readdirSync(folder)
    .map((name) => join(folder, name))
    .filter((path) => lstatSync(path, { throwIfNoEntry: false })?.uid === UID);
}
