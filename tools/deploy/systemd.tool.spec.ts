import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readDeployFile } from './lib.ts';

it.each(['result-links-api.service', 'result-links-worker@.service'])(
  'systemd accepts %s',
  (unit) => {
    const folder = mkdtempSync(join(tmpdir(), 'result-links-units-'));
    const instance = join(folder, unit.replace('@', '@1'));
    // systemd looks for the program, which need not be where the unit expects it.
    writeFileSync(
      instance,
      readDeployFile(`systemd/${unit}`).replace('/usr/bin/node', process.execPath),
    );
    const { stderr, status } = spawnSync('systemd-analyze', ['verify', instance], {
      encoding: 'utf8',
    });
    rmSync(folder, { recursive: true });
    expect([stderr, status]).toEqual(['', 0]);
  },
);
