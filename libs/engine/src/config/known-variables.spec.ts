import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KNOWN_VARIABLES, unknownVariables } from './known-variables.js';

const ROOT = join(__dirname, '../../../..');

it.each([
  ['RESULT_LINKS_RETENTON', 'Did you mean RESULT_LINKS_RETENTION?'],
  ['RESULT_LINKS_CONCURENCY', 'Did you mean RESULT_LINKS_CONCURRENCY?'],
  ['RESULTLINKS_API_KEY', 'Did you mean RESULT_LINKS_API_KEY?'],
  ['result_links_api_key', 'Did you mean RESULT_LINKS_API_KEY?'],
  ['result_links_retention', 'Did you mean RESULT_LINKS_RETENTION?'],
  ['Result_Links_Retenton', 'Did you mean RESULT_LINKS_RETENTION?'],
  ['RESULT-LINKS-RETENTION', 'Did you mean RESULT_LINKS_RETENTION?'],
  ['RESULT_LINKS_RETENTION ', 'Did you mean RESULT_LINKS_RETENTION?'],
  ['RESUTL_LINKS_RETENTION', 'Did you mean RESULT_LINKS_RETENTION?'],
  ['RESULTS_LINKS_API_KEY', 'Did you mean RESULT_LINKS_API_KEY?'],
  ['ResultLinksApiKey', 'Did you mean RESULT_LINKS_API_KEY?'],
  ['kombo_api_key', 'Did you mean KOMBO_API_KEY?'],
  ['KOMBOAPIKEY', 'Did you mean KOMBO_API_KEY?'],
  ['KOMBO_APIKEY', 'Did you mean KOMBO_API_KEY?'],
  ['KOMBO_URL', 'Did you mean KOMBO_BASE_URL?'],
  ['RESULT_LINKS_PORT', 'Did you mean PORT?'],
  ['RESULT_LINKS_DATABASE_URL', 'Did you mean DATABASE_URL?'],
  ['RESULT_LINKS_SOMETHING_ELSE_ALTOGETHER', 'Remove it; the README lists all settings.'],
])('%s is not a setting: %s', (name, wayOut) => {
  expect(unknownVariables({ [name]: '1' })).toEqual([`${name} is not a setting. ${wayOut}`]);
});

it('accepts all known variables, and those of others', () => {
  const known = Object.fromEntries(KNOWN_VARIABLES.map((name) => [name, '1']));
  expect(
    unknownVariables({
      ...known,
      PATH: '/bin',
      DATABASE_URL: 'postgres://',
      COMBO_API_KEY: '1',
      PORT: '1',
    }),
  ).toEqual([]);
});

it('accepts what Kubernetes adds for a service called result-links or kombo', () => {
  const links = {
    RESULT_LINKS_PORT: 'tcp://10.0.0.1:3000',
    RESULT_LINKS_API_PORT: 'tcp://10.0.0.1:3000',
    RESULT_LINKS_PORT_3000_TCP: 'tcp://10.0.0.1:3000',
    RESULT_LINKS_PORT_3000_TCP_ADDR: '10.0.0.1',
    RESULT_LINKS_PORT_3000_TCP_PROTO: 'tcp',
    RESULT_LINKS_SERVICE_HOST: '10.0.0.1',
    RESULT_LINKS_SERVICE_PORT: '3000',
    RESULT_LINKS_SERVICE_PORT_HTTP: '3000',
    KOMBO_PROXY_SERVICE_HOST: '10.0.0.2',
  };
  expect(unknownVariables(links)).toEqual([]);
  expect(unknownVariables({ RESULT_LINKS_METRIC_PORT: '9464' })).toHaveLength(1);
});

it('lists what the sources read, and no more', () => {
  const read = new Set<string>();
  for (const folder of ['apps/api', 'apps/worker', 'apps/cli', 'libs/engine', 'libs/persistence']) {
    for (const path of readdirSync(join(ROOT, folder, 'src'), { recursive: true }) as string[]) {
      if (!/\.ts$/.test(path) || /\.spec\.ts$|(^|\/)testing\/|known-variables/.test(path)) continue;
      const source = readFileSync(join(ROOT, folder, 'src', path), 'utf8');
      for (const [, name = ''] of source.matchAll(/['[]((?:RESULT_LINKS|KOMBO)_[A-Z_]+)['\]]/g)) {
        read.add(name);
      }
    }
  }
  expect([...read].sort()).toEqual([...KNOWN_VARIABLES].sort());
});
