import { readDeployFile } from './lib.ts';

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
});
