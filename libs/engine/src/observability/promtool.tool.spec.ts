import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { allMetrics } from '../testing/all-metrics.js';

const cwd = join(__dirname, '../../../../deploy/prometheus');
const promtool = (...args: string[]) =>
  execFileSync('promtool', args, { cwd, encoding: 'utf8', stdio: 'pipe' });

describe('promtool', () => {
  it('accepts the rules', () => {
    expect(promtool('check', 'rules', 'alerts.yml')).toContain('SUCCESS');
  });

  it('sees every alert fire when it should, and only then', () => {
    expect(promtool('test', 'rules', 'alerts.test.yml')).toContain('SUCCESS');
  });

  it('accepts the configuration', () => {
    expect(promtool('check', 'config', 'prometheus.yml')).toContain('SUCCESS');
  });

  it('accepts our metrics', async () => {
    const { stdout, stderr } = spawnSync('promtool', ['check', 'metrics'], {
      input: await allMetrics().text(),
      encoding: 'utf8',
    });
    // Metrics of Node and of the process are defined by others.
    const ours = `${stdout}${stderr}`.split('\n').filter((line) => line.includes('result_links'));
    expect(ours).toEqual([]);
  });
});
