import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { startApi, type Api } from './support/api.js';
import { finish, LAUNCHER, runCli, runProgram, startCli, STACK } from './support/run-cli.js';
import { environmentOf, startSandbox, type Sandbox } from './support/sandbox.js';

const HEALTHY = 'workday:sandbox-healthy';

/** A row of CSV, with everything that is needed. */
const row = (candidate: string, integration = HEALTHY) =>
  `${integration},${candidate},Result,https://example.com/${candidate}`;
const csv = (...rows: string[]) =>
  `${['x_integration_id,candidate_id,label,url', ...rows].join('\n')}\n`;
const many = (count: number, integration = HEALTHY) =>
  Array.from({ length: count }, (_, n) => row(`candidate-1~${n}`, integration));

describe('bulk', () => {
  let sandbox: Sandbox;
  let folder: string;
  const at = (name: string) => join(folder, name);
  const bulk = (...args: string[]) => runCli(['bulk', ...args], { env: environmentOf(sandbox) });
  const writtenTo = (candidate: string) =>
    sandbox.received({ target: candidate, written: true }).length;
  const statesIn = async (report: string, mayBeCutOff = false) => {
    const text = await readFile(report, 'utf8');
    const whole = mayBeCutOff ? text.slice(0, text.lastIndexOf('\n')) : text.trimEnd();
    const lines = whole.split('\n').slice(1);
    const rows = lines.map((line) => JSON.parse(line) as { row: number; state: string });
    return new Map(
      rows
        .filter(({ row: number }) => number !== undefined)
        .map(({ row: number, state }) => [number, state]),
    );
  };

  beforeAll(async () => {
    sandbox = await startSandbox();
  });
  afterAll(() => sandbox.close());
  beforeEach(async () => {
    sandbox.reset();
    folder = await mkdtemp(join(tmpdir(), 'result-links-bulk-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('delivers every row once, and nothing when it is run again', async () => {
    await writeFile(at('rows.csv.gz'), gzipSync(csv(...many(500), ...many(200, `${HEALTHY}~2`))));
    const first = await bulk(at('rows.csv.gz'));

    expect(first).toMatchObject({ status: 0, stderr: '' });
    expect(first.stdout).toContain('700 delivered');
    expect(sandbox.stats()).toMatchObject({ requests: 700, written: 700 });
    const second = await bulk(at('rows.csv.gz'));
    expect(second.status).toBe(0);
    expect(second.stderr).toContain('delivered already: 700, to send: 0');
    expect(sandbox.stats().requests).toBe(700);
  });

  it('sends nothing while a row is not valid, and says everything at once', async () => {
    await writeFile(
      at('rows.csv'),
      csv(row('candidate-1'), `${HEALTHY},candidate-2,,results/2`, row('candidate-1')),
    );
    const refused = await bulk(at('rows.csv'));

    expect(refused.status).toBe(2);
    expect(refused.stdout).toContain('line 3, url "results/2": url must be');
    expect(refused.stdout).toContain('line 3, label: label');
    expect(refused.stdout).toContain('line 4: the same as line 2');
    expect(refused.stderr).toContain('1 of 3 rows is not valid; nothing was sent');
    expect(sandbox.stats().requests).toBe(0);
    const checked = await bulk(at('rows.csv'), '--check-only');
    expect(checked.status).toBe(2);
    const sent = await bulk(at('rows.csv'), '--skip-bad-rows');
    expect(sent.status).toBe(2);
    expect(sandbox.stats().written).toBe(1);
  });

  it('tells what became of each row, and gives the failed ones back to be corrected', async () => {
    const path = at('rows.csv');
    await writeFile(
      path,
      csv(
        row('candidate-1'),
        row('fail-REMOTE.INPUT_INVALID').replace('Result', '"=1+1"'),
        row('cut-after'),
        row('candidate-1', 'greenhouse:sandbox-broken-credentials'),
        row('times-1+fail-REMOTE.SERVICE_UNAVAILABLE'),
        'too,few',
      ),
    );
    const sent = await bulk(path, '--skip-bad-rows');

    expect(sent.status).toBe(4);
    expect(await statesIn(`${path}.report.ndjson`)).toEqual(
      new Map([
        [1, 'delivered'],
        [2, 'rejected'],
        [3, 'unknown'],
        [4, 'integration_broken'],
        [5, 'delivered'],
        [6, 'invalid'],
      ]),
    );
    expect(sent.stdout).toContain('Stopped: greenhouse:sandbox-broken-credentials');
    expect(sent.stdout + sent.stderr).not.toMatch(STACK);

    const report = await bulk('report', `${path}.report.ndjson`);
    expect(report.status).toBe(4);
    const failed = await readFile(at('rows.failed.csv'), 'utf8');
    expect(failed.split('\n')).toEqual([
      'x_integration_id,candidate_id,label,url,error:line,error:state,error:code,error:message',
      expect.stringContaining(
        `${HEALTHY},fail-REMOTE.INPUT_INVALID,"'=1+1",https://example.com/fail-REMOTE.INPUT_INVALID,3,rejected,REMOTE.INPUT_INVALID,`,
      ),
      expect.stringMatching(/^too,few,,,7,invalid,/),
      '',
    ]);
    expect((await bulk('report', `${path}.report.ndjson`)).stderr).toContain('not overwritten');

    const corrected = failed
      .replace(`${HEALTHY},fail-REMOTE.INPUT_INVALID`, `${HEALTHY},candidate-3`)
      .replace(/^too.*\n/m, '');
    await writeFile(at('corrected.csv'), corrected);
    expect((await bulk(at('corrected.csv'))).status).toBe(0);
    expect(sandbox.received({ target: 'candidate-3' })).toMatchObject([
      { body: { label: '=1+1' } },
    ]);

    // The customer has reconnected; what is unknown stays as it is until somebody has looked.
    sandbox.setState('greenhouse:sandbox-broken-credentials', 'healthy');
    expect((await bulk(path, '--skip-bad-rows')).status).toBe(4);
    expect((await statesIn(`${path}.report.ndjson`)).get(4)).toBe('delivered');
    expect(writtenTo('cut-after')).toBe(1);
    expect((await bulk(path, '--skip-bad-rows', '--retry-unknown')).status).toBe(4);
    expect(writtenTo('cut-after')).toBe(2);
  });

  it('finds targets by e-mail address and by the id in the ATS', async () => {
    const path = at('rows.csv');
    const link = 'Result,https://example.com/1';
    await writeFile(
      path,
      [
        'x_integration_id,Mail,remote_id,label,url',
        `${HEALTHY},person-41@example.com,,${link}`,
        `${HEALTHY},,CAND-51,${link}`,
        `${HEALTHY},nobody@example.com,,${link}`,
        `${HEALTHY},person-45@example.com,,${link}`,
        `${HEALTHY},person-47@example.com,,${link}`,
      ].join('\n'),
    );
    const checked = await bulk(path, '--map', 'Mail=email', '--check-only');
    expect(checked.status).toBe(3);
    expect(checked.stdout).toContain('Targets found: 2, not found: 3');
    expect(sandbox.stats().requests).toBe(0);

    const flags = ['--map', 'Mail=email', '--prefer', 'newest-pending-application'];
    expect((await bulk(path, ...flags)).status).toBe(3);
    expect([...(await statesIn(`${path}.report.ndjson`)).values()].sort()).toEqual([
      'delivered',
      'delivered',
      'delivered',
      'delivered',
      'not_found',
    ]);
    expect(sandbox.received({ written: true })).toHaveLength(4);
  });

  it('holds nobody up for a slow or broken integration, in a file sorted by integration', async () => {
    const rows = [
      ...many(200, 'successfactors:sandbox-slow'), // 2 s per write
      ...many(200, 'lever:sandbox-inactive'),
      ...many(200),
    ];
    await writeFile(at('rows.csv'), csv(...rows));
    const child = startCli(['bulk', at('rows.csv'), '--json', '--concurrency', '5'], {
      env: environmentOf(sandbox),
    });
    const end = finish(child);
    await until(() => sandbox.stats().integrations[HEALTHY]?.written === 200);
    expect(sandbox.stats().integrations['successfactors:sandbox-slow']?.written ?? 0).toBeLessThan(
      100,
    );
    child.kill('SIGINT');
    const { status, stdout, stderr } = await end;

    expect({ status, stderr }).toEqual({ status: 130, stderr: '' });
    const events = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(events.at(-1)).toMatchObject({ status: 'error', exit_code: 130 });
    expect(events.at(-2)).toMatchObject({
      event: 'summary',
      integrations: [{ integration: 'lever:sandbox-inactive', code: 'INTEGRATION.INACTIVE' }],
    });
    // What was in flight has come to its end and is in the report.
    const states = [...(await statesIn(at('rows.csv.report.ndjson'))).values()];
    expect(states).not.toContain('sending');
    expect(states.filter((state) => state === 'delivered')).toHaveLength(sandbox.stats().written);
  });

  it('goes on after kill -9; what was in flight is unknown, and nothing is sent twice', async () => {
    const path = at('rows.csv');
    await writeFile(path, csv(...many(300)));
    sandbox.script({ fault: { kind: 'none' }, latencyMs: 50 });
    const child = startCli(['bulk', path], { env: environmentOf(sandbox) });
    const end = finish(child);
    await until(() => sandbox.stats().written > 60);
    child.kill('SIGKILL');
    await end;
    const again = await bulk(path);

    const states = await statesIn(`${path}.report.ndjson`);
    const unknown = [...states.values()].filter((state) => state === 'unknown').length;
    expect(again.status).toBe(4);
    expect(unknown).toBeGreaterThan(0);
    expect(unknown).toBeLessThanOrEqual(30);
    expect(states.size).toBe(300);
    for (const [number, state] of states) {
      const times = writtenTo(`candidate-1~${number - 1}`);
      expect(state === 'delivered' ? times === 1 : times <= 1).toBe(true);
    }
  });

  it('refuses a report of another input, and of another address', async () => {
    await writeFile(at('rows.csv'), csv(row('candidate-1')));
    await bulk(at('rows.csv'));
    await writeFile(at('rows.csv'), csv(row('candidate-2')));

    expect(await bulk(at('rows.csv'))).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('the report of another input'),
    });
    await writeFile(at('rows.csv'), csv(row('candidate-1')));
    expect((await bulk(at('rows.csv'), '--label', 'x')).stderr).toContain(
      'begun with another --label',
    );
    expect(sandbox.stats().requests).toBe(1);
  });

  it('takes rows from stdin, with a report by name', async () => {
    const env = environmentOf(sandbox);
    const stdin = `{"x_integration_id":"${HEALTHY}","candidate_id":"candidate-1","request_body":{"label":"a","url":"https://example.com"}}\n`;

    expect((await runCli(['bulk', '-'], { env, stdin })).stderr).toContain('--report');
    const sent = await runCli(['bulk', '-', '--report', at('r.ndjson'), '--quiet'], { env, stdin });
    expect(sent).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(writtenTo('candidate-1')).toBe(1);
  });

  it('sends nothing whose report finds no room, and goes on when there is some', async () => {
    if (process.platform === 'win32') {
      console.warn('skipped: Windows has no ulimit to play a full disk with');
      return;
    }
    const path = at('rows.csv');
    await writeFile(path, csv(...many(300)));
    const env = environmentOf(sandbox);
    // Files of this process may have 16 blocks of 512 bytes.
    const script = 'ulimit -f 16; exec "$0" "$@"';
    const full = await runProgram(
      'sh',
      ['-c', script, process.execPath, LAUNCHER, 'bulk', path],
      env,
    );

    expect(full.status).not.toBe(0);
    expect(full.stderr).toContain('because the disk is full');
    const noted = (await statesIn(`${path}.report.ndjson`, true)).size;
    expect(sandbox.stats().requests).toBeLessThanOrEqual(noted);
    expect(noted).toBeLessThan(300);
    expect([0, 4]).toContain((await bulk(path)).status);
    const states = await statesIn(`${path}.report.ndjson`);
    expect(states.size).toBe(300);
    for (const [number, state] of states) {
      const times = writtenTo(`candidate-1~${number - 1}`);
      expect(state === 'delivered' ? times === 1 : times <= 1).toBe(true);
    }
  });

  it('refuses a report that is no plain file', async () => {
    await writeFile(at('rows.csv'), csv(row('candidate-1')));

    expect((await bulk(at('rows.csv'), '--report', '/dev/null')).status).toBe(2);
    expect(sandbox.stats().requests).toBe(0);
  });

  describe('through the API', () => {
    let api: Api;
    beforeAll(async () => {
      api = await startApi();
    });
    afterAll(() => api.stop());

    it('hands rows over, follows them to their end, and recognises them when it is run again', async () => {
      const path = at('rows.csv');
      await writeFile(path, csv(...many(300), row('fail-REMOTE.INPUT_INVALID'), row('cut-after')));
      const { status, stdout } = await runCli(['bulk', path], { env: api.env });

      expect(status).toBe(4);
      expect(stdout).toContain('300 delivered');
      const states = await statesIn(`${path}.report.ndjson`);
      expect([states.get(1), states.get(301), states.get(302)]).toEqual([
        'delivered',
        'rejected',
        'unknown',
      ]);
      expect(await api.written('candidate-1~7')).toBe(1);
      // As after a crash that has lost the end of the report.
      const report = await readFile(`${path}.report.ndjson`, 'utf8');
      await writeFile(`${path}.report.ndjson`, report.slice(0, report.indexOf('\n', 2_000)));
      expect((await runCli(['bulk', path], { env: api.env })).status).toBe(4);
      expect((await statesIn(`${path}.report.ndjson`)).size).toBe(302);
      expect(await api.written('candidate-1~7')).toBe(1);
      expect(await api.written('candidate-1~299')).toBe(1);
    });
  });
});

async function until(isTrue: () => boolean): Promise<void> {
  for (let waited = 0; !isTrue(); waited += 10) {
    if (waited > 15_000) throw new Error('it did not happen');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
