import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { acceptInput, silentLog } from '@result-links/delivery/testing';
import { openPersistence } from '../persistence.js';
import { startPostgres } from '../testing/postgres-server.js';
import { ENGINES, openTestBed } from '../testing/test-bed.js';

/** A folder on a file system of its own; `null`: this process may not mount one. */
function mountSmallDisk(megabytes: number): string | null {
  const folder = mkdtempSync(join(tmpdir(), 'result-links-disk-'));
  try {
    const options = ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=777`, 'tmpfs', folder];
    execFileSync('mount', options, { stdio: 'pipe' });
    return folder;
  } catch {
    rmSync(folder, { recursive: true });
    return null;
  }
}

const disk = mountSmallDisk(200);
afterAll(() => {
  if (disk === null) return;
  execFileSync('umount', ['-l', disk]);
  rmSync(disk, { recursive: true });
});

it('takes an error of a full disk for an unavailable database, and tells which', async () => {
  const bed = await openTestBed('postgres');
  await bed.db.query(`create function result_links.fail() returns trigger language plpgsql as
    $$ begin raise 'could not extend file' using errcode = 'disk_full'; end $$;
    create trigger fail before insert on result_links.deliveries execute function result_links.fail()`);
  await expect(bed.deliveries.accept(acceptInput())).rejects.toMatchObject({
    name: 'DatabaseUnavailableError',
    code: 'database_full',
  });
  await bed.db.query('drop trigger fail on result_links.deliveries');
  expect((await bed.deliveries.accept(acceptInput())).kind).toBe('accepted');
  await bed.close();
}, 60_000);

(disk === null ? describe.skip : describe).each(ENGINES)('a full disk under %s', (engine) => {
  it('is refused, makes the process not ready, and needs no help once there is room (needs the right to mount)', async () => {
    const home = mkdtempSync(join(disk as string, 'home-'));
    // Servers refuse to run as root, and so have another user.
    if (engine === 'postgres') chmodSync(home, 0o755);
    const server = engine === 'postgres' ? await startPostgres({ under: home }) : null;
    const databaseUrl = await server?.createDatabase();
    const persistence = await openPersistence({ databaseUrl, dataDir: home, log: silentLog });
    await persistence.ready();
    const kept = new Set<string>();
    let accepted = 0;
    const accept = async () => {
      accepted += 1;
      const body = { label: 'L', url: `https://a.example/${'x'.repeat(7_000)}${accepted}` };
      const input = acceptInput({ candidate: `c${accepted}`, body });
      kept.add((await persistence.deliveries.accept(input)).delivery.id);
    };
    await accept();
    const ballast = join(disk as string, 'ballast');
    expect(() => writeFileSync(ballast, Buffer.alloc(400_000_000, 'x'))).toThrow('ENOSPC');

    const refused = async () => {
      for (;;) await accept();
    };
    await expect(refused()).rejects.toMatchObject({
      name: 'DatabaseUnavailableError',
      code: 'database_full',
    });
    await sleep(1_100);
    expect(await persistence.problem()).toBe('database_full');
    // Still so when it is asked again: what was written to find out takes the room of nobody.
    await sleep(1_100);
    expect(await persistence.problem()).toBe('database_full');

    rmSync(ballast);
    const startedAt = performance.now();
    while ((await persistence.problem()) !== null) await sleep(100);
    expect(performance.now() - startedAt).toBeLessThan(5_000);
    await accept();
    const { deliveries } = await persistence.deliveries.list(
      { accountId: 'account-1' },
      { limit: 5_000 },
    );
    expect(new Set(deliveries.map(({ id }) => id))).toEqual(kept);
    await persistence.close();
    await server?.destroy();
    rmSync(home, { recursive: true, force: true });
  }, 120_000);
});
