import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEPLOY, readDeployFile } from './lib.ts';

const UNITS = ['result-links-api.service', 'result-links-worker@.service'];

describe.each(UNITS)('%s', (unit) => {
  const text = readDeployFile(`systemd/${unit}`);

  it.each([
    'DynamicUser=yes',
    'ProtectSystem=strict',
    'NoNewPrivileges=yes',
    'CapabilityBoundingSet=',
    'PrivateTmp=yes',
    'EnvironmentFile=/etc/result-links/environment',
  ])('says %s', (line) => expect(text.split('\n')).toContain(line));

  it('starts node itself and gives it the time to end', () => {
    expect(text).toMatch(/^ExecStart=\/usr\/bin\/node apps\/(api|worker)\/dist\/main\.js$/m);
    expect(Number(/^TimeoutStopSec=(\d+)$/m.exec(text)?.[1])).toBeGreaterThan(45);
  });

  const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0;
  const hasNode = spawnSync('test', ['-x', '/usr/bin/node']).status === 0;
  (hasSystemd && hasNode ? it : it.skip)(
    'is what systemd understands (skipped without systemd-analyze and /usr/bin/node)',
    () => {
      const folder = mkdtempSync(join(tmpdir(), 'result-links-units-'));
      const instance = join(folder, unit.replace('@', '@1'));
      cpSync(join(DEPLOY, 'systemd', unit), instance);
      const { stderr, status } = spawnSync('systemd-analyze', ['verify', instance], {
        encoding: 'utf8',
      });
      rmSync(folder, { recursive: true });
      expect([stderr, status]).toEqual(['', 0]);
    },
  );
});
