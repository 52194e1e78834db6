import type { Delivery, DeliveryWithAttempts } from '@result-links/contracts';
import { startApi, type Api } from './support/api.js';
import { finish, runCli, STACK, startCli } from './support/run-cli.js';

const HEALTHY = 'workday:sandbox-healthy';
const INACTIVE = 'lever:sandbox-inactive';

describe('deliveries and integrations, through the API', () => {
  let api: Api;

  const run = (...args: string[]) => runCli(args, { env: api.env });
  const runJson = async <T>(...args: string[]) => {
    const { status, stdout } = await run(...args, '--json');
    return { status, data: JSON.parse(stdout) as T };
  };
  const lines = <T>(text: string): T[] =>
    text
      .trimEnd()
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as T);
  let sent = 0;
  /** Sends to a candidate whose id says what happens. */
  const send = (candidate: string, flags: string[] = [], integration = HEALTHY) =>
    run(
      ...['send', '--integration', integration, '--candidate', candidate, '--label', 'Result'],
      ...['--url', `https://example.com/results/${(sent += 1)}`, ...flags],
    );
  const idIn = async (sending: ReturnType<typeof send>) => {
    const { stdout, stderr } = await sending;
    const id = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/.exec(stdout + stderr)?.[0];
    if (id === undefined) throw new Error(`no delivery in: ${stdout}${stderr}`);
    return id;
  };

  beforeAll(async () => {
    api = await startApi();
  }, 90_000);
  afterAll(() => api.stop(), 30_000);

  describe('send', () => {
    it('waits for the outcome and names the delivery', async () => {
      const { status, stdout } = await send('candidate-1~sent');

      expect(status).toBe(0);
      expect(stdout).toMatch(/^Delivered: .*\nDelivery: {2}[0-9a-f-]{36}\n$/);
      expect(await api.written('candidate-1~sent')).toBe(1);
    });

    it('ends at once with --no-wait, and soon with --wait', async () => {
      for (const flag of ['--no-wait', '--wait=1']) {
        const { status, stdout } = await send('slow-3000', [flag]);
        expect(status).toBe(0);
        expect(stdout).toContain('Accepted:');
      }
    });

    it('says that an answer was replayed, by key and by content', async () => {
      const link = ['--integration', HEALTHY, '--candidate', 'candidate-1~twice', '--label', 'R'];
      const url = (path: string) => ['--url', `https://example.com/${path}`];
      const key = ['--idempotency-key', 'assessment 42'];

      const first = await runJson('send', ...link, ...url('a'), ...key);
      const second = await runJson('send', ...link, ...url('a'), ...key);
      const reused = await run('send', ...link, ...url('b'), ...key);
      const plain = await run('send', ...link, ...url('c'));
      const again = await run('send', ...link, ...url('c'));

      expect(first.data).not.toHaveProperty('delivery.replayed');
      expect(second).toMatchObject({ status: 0, data: { delivery: { replayed: true } } });
      expect(reused.status).toBe(2);
      expect(reused.stderr).toContain('Nothing was accepted.');
      expect(plain.stdout).not.toContain('Replayed:');
      expect([again.status, again.stdout]).toEqual([0, expect.stringContaining('Replayed:')]);
      expect(await api.written('candidate-1~twice')).toBe(2);
    });

    it.each([
      ['fail-REMOTE.INPUT_INVALID', 3, 'failed', 'deliveries retry'],
      ['fail-null-409', 3, 'failed', 'deliveries retry'],
      ['fail-PLATFORM.TASK_TIMED_OUT', 4, 'unknown', 'deliveries resolve'],
      ['cut-after', 4, 'unknown', 'deliveries resolve'],
    ])('%s ends with %i', async (candidate, exit, state, way) => {
      const { status, stderr } = await send(candidate);

      expect(status).toBe(exit);
      expect(stderr).toMatch(new RegExp(`Delivery: [0-9a-f-]{36} \\(${state}\\)`));
      expect(stderr).toContain(way);
      expect(stderr).not.toMatch(STACK);
    });

    it('takes no such flags for a result link that goes directly to Kombo', async () => {
      const { status, stderr } = await runCli(
        ['send', '--integration', HEALTHY, '--candidate', 'c', '--label', 'R', '--no-wait'],
        { env: { KOMBO_API_KEY: 'some-key' } },
      );

      expect(status).toBe(2);
      expect(stderr).toContain('need the result-links API');
    });
  });

  describe('list', () => {
    it('finds by every filter, as a table, and as one document per line with --json', async () => {
      const id = await idIn(send('fail-REMOTE.INPUT_INVALID~listed'));
      const filters = [
        ...['--state', 'failed', '--state', 'unknown', '--integration', HEALTHY],
        ...['--candidate', 'fail-REMOTE.INPUT_INVALID~listed'],
        ...['--error-code', 'REMOTE.INPUT_INVALID', '--since', '1h'],
      ];
      const { status, stdout, stderr } = await run('deliveries', 'list', ...filters);
      const json = await run('deliveries', 'list', ...filters, '--json');

      expect([status, stderr]).toEqual([0, '']);
      expect(stdout).toMatch(new RegExp(`^ID +STATE .*\\n${id}  failed .*\\n$`));
      expect(lines<Delivery>(json.stdout)).toMatchObject([{ id, state: 'failed' }]);
      const none = await run('deliveries', 'list', ...filters, '--until', '30m', '--json');
      expect(none.stdout).toBe('');
    });

    it('says when there is more, and has all with --all', async () => {
      for (const part of ['1', '2', '3']) await send(`candidate-2~more${part}`);
      const some = await run('deliveries', 'list', '--limit', '2');
      const all = await run('deliveries', 'list', '--all', '--json');
      const json = await run('deliveries', 'list', '--limit', '2', '--json');

      expect(lines(json.stdout)).toHaveLength(2);
      expect(some.stderr).toContain('There are more than these 2');
      expect(lines(all.stdout).length).toBeGreaterThan(2);
      expect(json.stderr).toBe('');
    });

    it('ends quietly when its reader has seen enough', async () => {
      const child = startCli(['deliveries', 'list', '--all'], { env: api.env });
      child.stdout.destroy();

      expect(await finish(child)).toMatchObject({ status: 0, stderr: '' });
    });
  });

  it('shows a delivery with its attempts', async () => {
    const id = await idIn(send('fail-REMOTE.INPUT_INVALID~shown'));
    const text = await run('deliveries', 'show', id);
    const { status, data } = await runJson<DeliveryWithAttempts>('deliveries', 'show', id);

    expect(text.stdout).toContain(`Delivery ${id}  failed`);
    expect(text.stdout).toMatch(/Attempts\n {4}1 {2}.*rejected/);
    expect(status).toBe(0);
    expect(data).toMatchObject({ id, attempts: [{ number: 1, outcome: 'rejected' }] });
  });

  it('retries by id: all it can, with the reason for the others', async () => {
    const failed = await idIn(send('times-1+fail-REMOTE.INPUT_INVALID'));
    const delivered = await idIn(send('candidate-1~done'));
    const ids = [delivered, 'no-such-id', failed];
    const { status, stdout, stderr } = await run('deliveries', 'retry', ...ids);

    expect(status).toBe(3);
    expect(stdout).toMatch(new RegExp(`^Retried: ${failed} .*\\n$`));
    expect(stderr).toContain(`${delivered} (delivered)`);
    expect(stderr).toContain('Delivery: no-such-id');

    const watched = await run('deliveries', 'watch', failed, '--json');
    expect(watched.status).toBe(0);
    expect(lines<Delivery>(watched.stdout).at(-1)).toMatchObject({ state: 'delivered' });
  });

  it('retries by filters only when told so', async () => {
    await send('times-1+fail-REMOTE.INPUT_INVALID~bulk');
    const filter = ['--state', 'failed', '--candidate', 'times-1+fail-REMOTE.INPUT_INVALID~bulk'];

    expect((await run('deliveries', 'retry', ...filter)).status).toBe(2);
    expect(await runJson('deliveries', 'retry', ...filter, '--dry-run')).toEqual({
      status: 0,
      data: { status: 'success', count: 1, dry_run: true },
    });
    expect((await run('deliveries', 'retry', ...filter, '--yes')).stdout).toBe(
      'Retried: 1 delivery is queued again.\n',
    );
    expect((await run('deliveries', 'retry', ...filter, '--dry-run')).stdout).toContain(
      '0 deliveries would be',
    );
  });

  it('resolves an unknown one; nothing else sends it again', async () => {
    const candidate = 'times-1+fail-PLATFORM.TASK_TIMED_OUT';
    const id = await idIn(send(candidate));
    const refused = await run('deliveries', 'retry', id);

    expect(refused.status).toBe(3);
    expect(refused.stderr).toContain(`deliveries resolve ${id}`);
    expect((await run('deliveries', 'watch', id)).status).toBe(4);
    expect(await api.written(candidate)).toBe(0);

    expect((await run('deliveries', 'resolve', id, '--not-delivered')).status).toBe(0);
    expect((await run('deliveries', 'watch', id)).status).toBe(0);
    expect(await api.written(candidate)).toBe(1);
    expect((await run('deliveries', 'resolve', id, '--delivered')).status).toBe(3);
  });

  it('parks, cancels, and releases what waits', async () => {
    const parked = await send('candidate-1~parked', [], INACTIVE);
    const kept = await idIn(send('candidate-2~parked', [], INACTIVE));
    const withdrawn = await idIn(send('candidate-3~parked', [], INACTIVE));
    expect(parked.status).toBe(6);
    expect(parked.stderr).toContain('do not send it again');

    const readiness = await run('integrations', 'readiness', INACTIVE);
    expect(readiness.status).toBe(6);
    expect(readiness.stdout).toContain(`${INACTIVE}, parked`);
    expect((await run('deliveries', 'cancel', withdrawn)).status).toBe(0);
    expect((await run('deliveries', 'watch', withdrawn)).status).toBe(3);

    await api.setState(INACTIVE, 'healthy');
    expect((await runJson('integrations', 'release', INACTIVE)).data).toMatchObject({ count: 2 });
    expect((await run('deliveries', 'watch', kept)).status).toBe(0);
    expect(await api.written('candidate-2~parked')).toBe(1);
    expect(await api.written('candidate-3~parked')).toBe(0);
    expect((await run('integrations', 'readiness', INACTIVE)).status).toBe(0);
  }, 30_000);

  it('stops watching at Ctrl-C', async () => {
    const id = await idIn(send('slow-3000~stopped', ['--no-wait']));
    const child = startCli(['deliveries', 'watch', id, '--json'], { env: api.env });
    const end = finish(child);
    await new Promise((resolve) => child.stdout.once('data', resolve));
    child.kill('SIGINT');

    const { status, stdout, stderr } = await end;
    expect(status).toBe(130);
    expect(lines<Delivery>(stdout)[0]).toMatchObject({ id });
    expect(lines(stdout).at(-1)).toMatchObject({ exit_code: 130 });
    expect(stderr).toBe('');
  });

  it.each([
    [['deliveries', 'show', '019ab3c4-5d6e-7f80-9a1b-2c3d4e5f6071'], 2, 'delivery_not_found'],
    [['deliveries', 'resolve', 'nonsense', '--delivered'], 2, 'delivery_not_found'],
    [['integrations', 'release', 'workday:never-used'], 2, 'integration_unknown'],
    [['integrations', 'readiness', 'workday:nothing'], 2, 'rejected'],
  ])('%j ends with %i', async (args, exit, reason) => {
    expect(await runJson(...args)).toMatchObject({
      status: exit,
      data: { status: 'error', error: { reason }, exit_code: exit },
    });
  });

  it('does not accept a wrong key, and does not show it', async () => {
    const env = { ...api.env, RESULT_LINKS_API_KEY: 'some-wrong-secret' };
    const { status, stdout, stderr } = await runCli(['deliveries', 'list'], { env });

    expect([status, stdout]).toEqual([6, '']);
    expect(stderr).toContain('must be a key of this API');
    expect(stderr).not.toContain('some-wrong-secret');
  });

  it('can be tried again when the API is not there', async () => {
    const env = { ...api.env, RESULT_LINKS_API_URL: 'http://127.0.0.1:1' };
    const { status, stderr } = await runCli(['deliveries', 'list'], { env });

    expect(status).toBe(5);
    expect(stderr).toContain('Nothing was done');
  });
});
