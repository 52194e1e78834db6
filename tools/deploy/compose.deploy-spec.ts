import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DEPLOY, readDeployFile, readYaml } from './lib.ts';

const { services, networks, volumes } = readYaml('compose.yaml');
const ours = ['api', 'worker'].map((name) => [name, services[name]] as const);

it('is PostgreSQL, one API and two workers, and who watches them', () => {
  expect(Object.keys(services)).toEqual(['api', 'worker', 'postgres', 'prometheus', 'grafana']);
  expect(services.worker.deploy.replicas).toBe(2);
  expect(services.worker.command).toEqual(['apps/worker/dist/main.js']);
});

it.each(ours)('%s cannot write, has no rights, and waits for the database', (_name, service) => {
  expect(service).toMatchObject({
    ...{ read_only: true, user: '65532:65532', cap_drop: ['ALL'] },
    security_opt: ['no-new-privileges:true'],
    depends_on: { postgres: { condition: 'service_healthy' } },
  });
  // Longer than the service's own patience of 45 s, or it is killed in the middle of writing outcomes down.
  expect(Number.parseInt(service.stop_grace_period, 10)).toBeGreaterThan(45);
});

it('leaves delivering to the workers', () => {
  expect(services.api.environment.RESULT_LINKS_WORKER).toBe('off');
});

it('publishes on loopback alone, and the database not at all', () => {
  for (const [name, { ports = [] }] of Object.entries(services) as [
    string,
    { ports?: string[] },
  ][]) {
    for (const port of ports) {
      expect([name, port]).toEqual([name, expect.stringMatching(/^127\.0\.0\.1:/)]);
    }
  }
  expect(services.postgres.ports).toBeUndefined();
  expect(networks.database.internal).toBe(true);
  expect(services.postgres.networks).toEqual(['database']);
});

it('scrapes the port that API and workers open', () => {
  const [{ dns_sd_configs }] = readYaml('prometheus/prometheus.yml').scrape_configs;
  const [{ names, port }] = dns_sd_configs;
  for (const name of names) {
    expect(services[name].environment).toMatchObject({
      ...{ RESULT_LINKS_METRICS_PORT: String(port), RESULT_LINKS_METRICS_HOST: '0.0.0.0' },
    });
  }
});

it('names files, volumes and networks that are there', () => {
  type Service = { volumes?: string[]; networks: string[] };
  for (const service of Object.values(services) as Service[]) {
    for (const volume of service.volumes ?? []) {
      const [source = ''] = volume.split(':');
      expect(source.startsWith('.') ? existsSync(join(DEPLOY, source)) : source in volumes).toBe(
        true,
      );
    }
    expect(service.networks.filter((network) => !(network in networks))).toEqual([]);
  }
});

it('takes secrets from a file that is not under version control; its example has none', () => {
  expect(ours.map(([, { env_file }]) => env_file)).toEqual(['compose.env', 'compose.env']);
  expect(existsSync(join(DEPLOY, 'compose.env.example'))).toBe(true);
  const filled = readDeployFile('compose.env.example')
    .split('\n')
    .filter((line) => /^\w*(KEY|PASSWORD|TOKEN|SECRET)\w*=./.test(line));
  expect(filled).toEqual([]);
  expect(readDeployFile('../.gitignore')).toContain('deploy/compose.env\n');
});

it('opens Grafana to nobody without a password', () => {
  expect(services.grafana.environment).toMatchObject({
    GF_SECURITY_ADMIN_PASSWORD: expect.stringMatching(/^\$\{GRAFANA_PASSWORD:\?/),
    GF_AUTH_ANONYMOUS_ENABLED: 'false',
  });
  expect(readDeployFile('compose.env.example')).toMatch(/^GRAFANA_PASSWORD=$/m);
});
