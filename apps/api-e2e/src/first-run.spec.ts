/** What a newcomer meets: the built service with nothing configured, and with something wrong. */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startProcess, type ServiceProcess } from './service-process.js';

const running: ServiceProcess[] = [];
const start = (...args: Parameters<typeof startProcess>) => {
  const service = startProcess(...args);
  running.push(service);
  return service;
};
afterEach(async () => {
  await Promise.all(running.splice(0).map((service) => service.stop('SIGKILL')));
});

it('with nothing configured, sends a sample, prints a line to paste, and ends in good order', async () => {
  const service = start();
  const [, curl = ''] = await service.waitFor(/(curl -i [\s\S]*?}')\n/);
  expect(service.stdout).toContain('200 {"status":"success","data":{},"warnings":[]}');
  expect(service.stdout).toMatch(/written 1 link/);

  const [, url = ''] = /curl -i (\S+)/.exec(curl) ?? [];
  const headers = [...curl.matchAll(/-H '([^:]+): ([^']+)'/g)].map(
    ([, name, value]): [string, string] => [name!, value!],
  );
  const [, body = ''] = /-d '(.*)'/.exec(curl) ?? [];
  const answer = await fetch(url, { method: 'POST', headers, body });
  expect([answer.status, await answer.json()]).toEqual([
    200,
    { status: 'success', data: {}, warnings: [] },
  ]);

  const [readOut = ''] = /http:\S+\/__sandbox\/received/.exec(service.stdout) ?? [];
  const received = await (await fetch(readOut)).text();
  expect(received).toContain(JSON.parse(body).url);

  expect(await service.stop('SIGTERM')).toBe(0);
});

it('sends to Kombo when it has a key, and shows neither key', async () => {
  const service = start({
    KOMBO_API_KEY: 'kombo-secret',
    KOMBO_BASE_URL: 'http://127.0.0.1:9/v1',
    RESULT_LINKS_API_KEY: 'our-secret-of-16-or-more',
  });
  const [, url = ''] = await service.waitFor(/listens on (http:\S+)/);
  await service.waitFor(/Deliveries go to http:\/\/127\.0\.0\.1:9\/v1/);
  const answer = await fetch(`${url}/v1/ats/candidates/c/result-links`, {
    method: 'POST',
    headers: {
      authorization: 'Bearer our-secret-of-16-or-more',
      'x-integration-id': 'a:b',
      'content-type': 'application/json',
      prefer: 'wait=1',
    },
    body: '{"label":"L","url":"https://a.example"}',
  });
  expect(answer.status).toBe(202);
  expect(await answer.json()).toMatchObject({
    data: { state: 'retrying', last_outcome: 'unavailable' },
  });
  expect(service.stdout + service.stderr).not.toMatch(/kombo-secret|our-secret/);
  expect(service.process.spawnargs.join(' ')).not.toMatch(/secret/);
});

it.each<[string, Record<string, string>, RegExp]>([
  ['a wrong port', { PORT: 'eighty' }, /^Configuration: PORT must be a port/],
  ['two wrong settings', { PORT: '-1', KOMBO_REGION: 'mars' }, /KOMBO_REGION.*\n.*PORT/],
  [
    'a host that is not ours',
    { HOST: '203.0.113.1', RESULT_LINKS_SANDBOX: 'on' },
    /^Cannot listen on 203\.0\.113\.1/,
  ],
  ...['NODE_ENV=production', 'DATABASE_URL=postgres://127.0.0.1:9/x', 'HOST=0.0.0.0'].map(
    (setting): [string, Record<string, string>, RegExp] => [
      `production without a Kombo key (${setting})`,
      Object.fromEntries([setting.split('=')]),
      /^Configuration: KOMBO_API_KEY is not set, but .*RESULT_LINKS_SANDBOX=on/,
    ],
  ),
])('%s ends the start with a line that names it', async (_name, env, line) => {
  const service = start(env);
  expect(await service.ended).toBe(1);
  expect(service.stderr).toMatch(line);
  expect(service.stderr).not.toMatch(/\n\s+at /);
});

it('a data directory in use ends the start with the way out', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'result-links-e2e-shared-'));
  const first = start({ RESULT_LINKS_DATA_DIR: dataDir });
  await first.waitFor(/listens on/);
  const second = start({ RESULT_LINKS_DATA_DIR: dataDir });
  expect(await second.ended).toBe(1);
  expect(second.stderr).toMatch(
    /^The data directory \S+ is in use by process \d+\. .*DATABASE_URL/,
  );
  await first.stop('SIGKILL');
  rmSync(dataDir, { recursive: true, force: true });
});

it('what was accepted is there after a restart', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'result-links-e2e-kept-'));
  const env = { RESULT_LINKS_DATA_DIR: dataDir, RESULT_LINKS_API_KEY: 'our-secret-of-16-or-more' };
  const list = async (service: ServiceProcess) => {
    const [, url = ''] = await service.waitFor(/listens on (http:\S+)/);
    const headers = { authorization: `Bearer ${env.RESULT_LINKS_API_KEY}` };
    return (await fetch(`${url}/v1/deliveries?limit=200`, { headers })).json() as Promise<{
      data: { results: { id: string; state: string }[] };
    }>;
  };
  const first = start(env);
  const before = (await list(first)).data.results;
  expect(before).toMatchObject([{ state: 'delivered' }]);
  await first.stop('SIGKILL');
  const second = start(env);
  const after = (await list(second)).data.results;
  expect(after.map(({ id }) => id)).toContain(before[0]?.id);
  await second.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

it('a second start has the same key, the same deliveries, and a sandbox that remembers', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'result-links-e2e-trial-'));
  const begin = async () => {
    const service = start({ RESULT_LINKS_DATA_DIR: dataDir });
    const [, url = ''] = await service.waitFor(/listens on (http:\S+)/);
    const [, apiKey = ''] = await service.waitFor(/^API key: (rl_\S+)/m);
    const [readOut = ''] = await service.waitFor(/http:\S+\/__sandbox\/received/);
    const send = () =>
      fetch(`${url}/v1/ats/candidates/candidate-1/result-links`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${apiKey}`,
          'x-integration-id': 'workday:sandbox-healthy',
          'content-type': 'application/json',
        },
        body: '{"label":"L","url":"https://a.example/the-same-twice"}',
      });
    const received = async () => (await fetch(readOut)).text();
    return { service, apiKey, send, received };
  };
  const first = await begin();
  expect((await first.send()).headers.get('idempotent-replayed')).toBeNull();
  await first.service.stop('SIGKILL');

  const second = await begin();
  expect(second.apiKey).toBe(first.apiKey);
  const replayed = await second.send();
  expect([replayed.status, replayed.headers.get('idempotent-replayed')]).toEqual([200, 'true']);
  expect(await second.received()).toContain('the-same-twice');
  expect(statSync(join(dataDir, 'trial-api-key')).mode & 0o777).toBe(0o600);
  expect(statSync(join(dataDir, 'sandbox-received.ndjson')).mode & 0o777).toBe(0o600);
  await second.service.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

it('a port in use ends the start with the way out', async () => {
  const first = start();
  const [, port = ''] = await first.waitFor(/listens on http:\/\/127\.0\.0\.1:(\d+)/);
  const second = start({ PORT: port });
  expect(await second.ended).toBe(1);
  expect(second.stderr).toBe(
    `Port ${port} on 127.0.0.1 is in use. Set PORT (or RESULT_LINKS_METRICS_PORT) to another one (0 picks a free one).\n`,
  );
});

it('an older Node ends the start with one line', async () => {
  const pretend =
    'data:text/javascript,Object.defineProperty(process.versions,"node",{value:"20.20.2"})';
  const service = start({}, ['--import', pretend]);
  expect(await service.ended).toBe(1);
  expect(service.stderr).toMatch(/^result-links needs Node\.js 22\.12 or newer, this is 20\.20\.2/);
  expect(service.stderr.trim().split('\n')).toHaveLength(1);
});
