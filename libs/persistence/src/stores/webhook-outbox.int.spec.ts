import { randomBytes } from 'node:crypto';
import type { StartedAttempt } from '@result-links/delivery';
import { acceptInput, finishInput, only, resultOf } from '@result-links/delivery/testing';
import { ENGINES, openTestBed, type TestBed } from '../testing/test-bed.js';
import { wrongEvents } from '../testing/webhook-events.js';
import type { ClaimedMessage, SentMessage } from '../webhooks.js';

const ALL = [
  'delivery.delivered',
  'delivery.failed',
  'delivery.unknown',
  'delivery.parked',
  'integration.parked',
  'integration.released',
];
const CLAIM = { limit: 100, perEndpoint: 5, perFailingEndpoint: 1, leaseMs: 60_000 };
const KEY = ['account-1', 'sandbox:a'] as const;

describe.each(ENGINES)('webhooks on %s', (engine) => {
  let bed: TestBed;
  beforeAll(async () => {
    bed = await openTestBed(engine, [{ id: 'k1', secret: randomBytes(32) }]);
  });
  afterAll(() => bed?.close());
  beforeEach(() => bed.reset());
  afterEach(async () => expect(await wrongEvents(bed.db)).toEqual([]));

  const endpoint = async (given: { events?: string[]; url?: string; accountId?: string } = {}) => {
    const made = await bed.webhookEndpoints.create(
      {
        accountId: 'account-1',
        url: 'https://hooks.example.com',
        events: ALL,
        secret: 'whsec_MTIz',
        ...given,
      },
      10,
    );
    if (!made) throw new Error('one too many');
    return made;
  };
  const accept = (candidate?: string) =>
    bed.deliveries.accept(acceptInput({ ...(candidate && { candidate }) }));
  const start = async (): Promise<StartedAttempt> => only(await bed.work.startAttempts('w', 1));
  const messages = async () =>
    (
      await bed.db.query<{ type: string; payload: Record<string, unknown>; endpoint_id: string }>(
        'select * from result_links.webhook_messages order by created_at, type',
      )
    ).rows;
  const typesTold = async () => (await messages()).map((message) => message.type);
  const sent = (message: ClaimedMessage, given: Partial<SentMessage> = {}): SentMessage => ({
    messageId: message.id,
    endpointId: message.endpoint.id,
    attemptNumber: message.attemptNumber,
    type: message.type,
    startedAt: new Date(),
    durationMs: 12,
    succeeded: true,
    httpStatus: 204,
    error: null,
    retryInMs: null,
    disable: null,
    ...given,
  });
  const failed = { succeeded: false, httpStatus: 500, error: 'answered 500', retryInMs: 60_000 };

  it.each([
    ['delivered', 'delivery.delivered'],
    ['rejected', 'delivery.failed'],
    ['unknown', 'delivery.unknown'],
  ] as const)('an attempt that was %s is told as %s, with ids and codes', async (outcome, type) => {
    await endpoint();
    await accept();
    const started = await start();
    await bed.work.finishAttempt(finishInput(started, resultOf(outcome, { code: 'REMOTE.X' })));
    expect(await messages()).toMatchObject([
      {
        type,
        payload: {
          type,
          timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
          data: {
            account_id: 'account-1',
            delivery_id: started.delivery.id,
            integration_id: 'sandbox:a',
            target: { type: 'candidate', id: 'candidate-1' },
            state: type.split('.')[1],
            outcome,
            error_code: 'REMOTE.X',
            attempt_count: 1,
            accepted_at: started.delivery.acceptedAt.toISOString(),
          },
        },
      },
    ]);
    expect(JSON.stringify(await messages())).not.toMatch(/Coding test|results\.example/);
  });

  it('a broken integration is told once, its deliveries one by one, and its release', async () => {
    await endpoint();
    for (const candidate of ['a', 'b', 'c']) await accept(candidate);
    const broken = resultOf('integration_broken', { code: 'INTEGRATION.INACTIVE' });
    await bed.work.finishAttempt(finishInput(await start(), broken));
    const parked = await accept('d');
    expect(parked.delivery.state).toBe('parked');
    expect((await typesTold()).sort()).toEqual([
      ...Array<string>(4).fill('delivery.parked'),
      'integration.parked',
    ]);
    await bed.integrations.releaseIntegration(...KEY);
    const told = await messages();
    expect(told.filter(({ type }) => type.startsWith('integration'))).toMatchObject([
      { payload: { data: { state: 'parked', error_code: 'INTEGRATION.INACTIVE' } } },
      { type: 'integration.released', payload: { data: { state: 'active', error_code: null } } },
    ]);
    expect(told).toHaveLength(6);
  });

  it('a move by hand is told too; queueing, starting and retrying are not', async () => {
    await endpoint();
    await bed.deliveries.accept(acceptInput({ integrationId: 'sandbox:b' }));
    await bed.work.finishAttempt(finishInput(await start(), resultOf('throttled')));
    expect(await typesTold()).toEqual([]);
    const { delivery } = await accept('b');
    await bed.work.finishAttempt(finishInput(await start(), resultOf('unknown')));
    await bed.deliveries.move('account-1', delivery.id, ['unknown'], 'delivered', 'looked');
    expect(await typesTold()).toEqual(['delivery.unknown', 'delivery.delivered']);
  });

  it('is rolled back with the change it tells of', async () => {
    await endpoint();
    await accept();
    const { delivery } = await start();
    const aborted = bed.db.transaction(async (tx) => {
      await tx.query(`update result_links.deliveries set state = 'failed' where id = $1`, [
        delivery.id,
      ]);
      const { rows } = await tx.query('select from result_links.webhook_messages');
      expect(rows).toHaveLength(1);
      throw new Error('power cut');
    });
    await expect(aborted).rejects.toThrow('power cut');
    expect(await messages()).toEqual([]);
  });

  it('goes to those who want it: by account, by event, and not when they are switched off', async () => {
    const wanted = await endpoint({ events: ['delivery.failed'] });
    await endpoint({ events: ['delivery.delivered'] });
    await endpoint({ accountId: 'account-2' });
    const off = await endpoint();
    await bed.webhookEndpoints.update('account-1', off.id, { isDisabled: true });
    await accept();
    await bed.work.finishAttempt(finishInput(await start(), resultOf('rejected')));
    expect((await messages()).map((message) => message.endpoint_id)).toEqual([wanted.id]);
  });

  const failDelivery = async (candidate: string) => {
    await accept(candidate);
    await bed.work.finishAttempt(finishInput(await start(), resultOf('rejected')));
  };

  it('is claimed once, with the exact text, and done when it arrived', async () => {
    const { id } = await endpoint();
    await failDelivery('a');
    const claimed = only(await bed.webhookOutbox.claim(CLAIM));
    expect(claimed).toMatchObject({
      type: 'delivery.failed',
      attemptNumber: 1,
      endpoint: { id, url: 'https://hooks.example.com', failingSince: null },
      secrets: ['whsec_MTIz'],
    });
    expect(JSON.parse(claimed.payload)).toMatchObject({ type: 'delivery.failed' });
    expect(await bed.webhookOutbox.claim(CLAIM)).toEqual([]);
    expect(await bed.webhookOutbox.finish(sent(claimed))).toEqual({ disabled: false });
    expect(await bed.webhookOutbox.finish(sent(claimed))).toBeNull();
    expect(await bed.webhookEndpoints.listAttempts('account-1', id, 10)).toMatchObject([
      { messageId: claimed.id, number: 1, httpStatus: 204, error: null, nextAttemptAt: null },
    ]);
  });

  it('is due again when the process that had it is silent, and that one has no say any more', async () => {
    await endpoint();
    await failDelivery('a');
    const first = only(await bed.webhookOutbox.claim({ ...CLAIM, leaseMs: 1 }));
    await new Promise((resolve) => setTimeout(resolve, 20));
    const second = only(await bed.webhookOutbox.claim(CLAIM));
    expect([second.id, second.attemptNumber]).toEqual([first.id, 2]);
    expect(await bed.webhookOutbox.finish(sent(first))).toBeNull();
    expect(await bed.webhookOutbox.finish(sent(second))).toEqual({ disabled: false });
  });

  it('waits as it was told after a failure, and tells since when it fails', async () => {
    const { id } = await endpoint();
    await failDelivery('a');
    const claimed = only(await bed.webhookOutbox.claim(CLAIM));
    await bed.webhookOutbox.finish(sent(claimed, failed));
    expect(await bed.webhookOutbox.claim(CLAIM)).toEqual([]);
    const [attempt] = (await bed.webhookEndpoints.listAttempts('account-1', id, 10)) ?? [];
    const waitMs = (attempt?.nextAttemptAt?.getTime() ?? 0) - Date.now();
    expect(waitMs).toBeGreaterThan(50_000);
    expect(waitMs).toBeLessThan(61_000);
    const failing = await bed.webhookEndpoints.find('account-1', id);
    expect(failing?.failingSince).toBeInstanceOf(Date);

    await bed.webhookEndpoints.update('account-1', id, { isDisabled: false });
    const again = only(await bed.webhookOutbox.claim(CLAIM));
    await bed.webhookOutbox.finish(sent(again));
    expect(await bed.webhookEndpoints.find('account-1', id)).toMatchObject({ failingSince: null });
  });

  it('a dead endpoint holds one place, a good one five, and neither holds the other', async () => {
    const dead = await endpoint({ url: 'https://dead.example.com' });
    const good = await endpoint({ url: 'https://good.example.com' });
    for (let n = 0; n < 7; n += 1) await failDelivery(`c${n}`);
    const { limit } = CLAIM;
    const first = await bed.webhookOutbox.claim({ ...CLAIM, limit });
    const share = (claimed: ClaimedMessage[], of: { id: string }) =>
      claimed.filter(({ endpoint: { id } }) => id === of.id);
    expect([share(first, dead).length, share(first, good).length]).toEqual([5, 5]);
    for (const message of share(first, dead)) {
      await bed.webhookOutbox.finish(sent(message, { ...failed, retryInMs: 0 }));
    }
    for (const message of share(first, good)) await bed.webhookOutbox.finish(sent(message));
    const second = await bed.webhookOutbox.claim(CLAIM);
    expect([share(second, dead).length, share(second, good).length]).toEqual([1, 2]);
    expect(await bed.webhookOutbox.claim(CLAIM)).toEqual([]);
  });

  it('passes over endpoints that are at their limit, however many, for one that is not', async () => {
    for (let n = 0; n < 4; n += 1) await endpoint({ events: ['delivery.delivered'] });
    for (let n = 0; n < 3; n += 1) {
      await accept(`hanging-${n}`);
      await bed.work.finishAttempt(finishInput(await start(), resultOf('delivered')));
    }
    const onTheWire = await bed.webhookOutbox.claim({ ...CLAIM, perEndpoint: 2 });
    expect(onTheWire).toHaveLength(8); // two of three for each
    const healthy = await endpoint({ events: ['delivery.delivered'] });
    await accept('healthy');
    await bed.work.finishAttempt(finishInput(await start(), resultOf('delivered')));
    const next = only(await bed.webhookOutbox.claim({ ...CLAIM, perEndpoint: 2, limit: 1 }));
    expect(next.endpoint.id).toBe(healthy.id);
    expect(await bed.webhookOutbox.claim({ ...CLAIM, perEndpoint: 2, limit: 1 })).toEqual([]);
  });

  it('one that has long been failing is tried once a minute, and at once for a test', async () => {
    const { id } = await endpoint();
    for (let n = 0; n < 3; n += 1) await failDelivery(`c${n}`);
    const fail = async (message: ClaimedMessage) =>
      bed.webhookOutbox.finish(sent(message, { ...failed, retryInMs: 60_000 }));
    await fail(only(await bed.webhookOutbox.claim({ ...CLAIM, perEndpoint: 1 })));
    await fail(only(await bed.webhookOutbox.claim(CLAIM)));
    const age = (column: string) =>
      bed.db.query(
        `update result_links.webhook_endpoints set ${column} = now() - interval '2 minutes'`,
      );
    await age('failing_since');
    expect(await bed.webhookOutbox.claim(CLAIM)).toEqual([]);
    const test = await bed.webhookEndpoints.enqueueTest('account-1', id, 'webhook.test');
    const claimed = only(await bed.webhookOutbox.claim(CLAIM));
    expect(claimed.id).toBe(test);
    await bed.webhookOutbox.finish(sent(claimed, { ...failed, retryInMs: null }));
    expect(await bed.webhookOutbox.claim(CLAIM)).toEqual([]);
    await age('claimed_at');
    expect(only(await bed.webhookOutbox.claim(CLAIM)).type).toBe('delivery.failed');
  });

  it('two processes never claim the same, nor more than an endpoint is to get', async () => {
    await endpoint();
    for (let n = 0; n < 12; n += 1) await failDelivery(`c${n}`);
    const other = await bed.replica();
    const claims = await Promise.all(
      [bed, other, bed, other].map((each) => each.webhookOutbox.claim(CLAIM)),
    );
    const ids = claims.flat().map(({ id }) => id);
    expect([ids.length, new Set(ids).size]).toEqual([5, 5]);
  });

  it('nothing is sent to what is switched off, and what waited goes out when it is on again', async () => {
    const { id } = await endpoint();
    await failDelivery('a');
    await failDelivery('b');
    const [claimed] = await bed.webhookOutbox.claim({ ...CLAIM, perEndpoint: 1 });
    const gone = { ...failed, httpStatus: 410, retryInMs: null, disable: 'gone' as const };
    expect(await bed.webhookOutbox.finish(sent(claimed!, gone))).toEqual({ disabled: true });
    expect(await bed.webhookEndpoints.find('account-1', id)).toMatchObject({
      disabledReason: 'gone',
      disabledAt: expect.any(Date),
    });
    expect(await bed.webhookOutbox.claim(CLAIM)).toEqual([]);
    await bed.webhookEndpoints.update('account-1', id, { isDisabled: false });
    expect(await bed.webhookOutbox.claim(CLAIM)).toHaveLength(1);
  });

  it('both secrets sign after a rotation, until the time of the old one is over', async () => {
    const { id } = await endpoint();
    await failDelivery('a');
    const secretsAfter = async (secret: string, keepPreviousMs: number) => {
      await bed.webhookEndpoints.rotateSecret('account-1', id, secret, keepPreviousMs);
      await new Promise((resolve) => setTimeout(resolve, 20));
      const claimed = only(await bed.webhookOutbox.claim(CLAIM));
      await bed.webhookOutbox.finish(sent(claimed, { ...failed, retryInMs: 0 }));
      return claimed.secrets;
    };
    expect(await secretsAfter('whsec_Mg==', 60_000)).toEqual(['whsec_Mg==', 'whsec_MTIz']);
    expect(await secretsAfter('whsec_Mw==', 1)).toEqual(['whsec_Mw==']);
    await bed.webhookOutbox.prune({ keepMs: 1e9, keepKomboMs: 1e9 });
    const { rows } = await bed.db.query(
      'select previous_secret from result_links.webhook_endpoints',
    );
    expect(rows).toEqual([{ previous_secret: null }]);
  });

  it('secrets are sealed, and one that cannot be opened is no reason to send nothing to others', async () => {
    const { id } = await endpoint();
    await bed.webhookEndpoints.rotateSecret('account-1', id, 'whsec_Mg==', 60_000);
    const { rows } = await bed.db.query<{ secret: string }>(
      'select secret, previous_secret from result_links.webhook_endpoints',
    );
    expect(JSON.stringify(rows)).not.toContain('whsec');
    await endpoint();
    await bed.db.query(
      `update result_links.webhook_endpoints set secret = 'sealed:other:AAAA' where id = $1`,
      [id],
    );
    await failDelivery('a');
    const claimed = await bed.webhookOutbox.claim(CLAIM);
    expect(claimed.map(({ secrets }) => secrets.length).sort()).toEqual([0, 1]);
  });

  it('an account has so many endpoints and no more, and sees only its own', async () => {
    const { id } = await endpoint();
    const input = {
      accountId: 'account-1',
      url: 'https://b.example.com',
      events: ALL,
      secret: 's',
    };
    const made = await Promise.all([1, 2, 3].map(() => bed.webhookEndpoints.create(input, 2)));
    expect(made.filter(Boolean)).toHaveLength(1);
    expect(await bed.webhookEndpoints.list('account-2')).toEqual([]);
    expect(await bed.webhookEndpoints.find('account-2', id)).toBeNull();
    expect(await bed.webhookEndpoints.update('account-2', id, { isDisabled: true })).toBeNull();
    expect(await bed.webhookEndpoints.rotateSecret('account-2', id, 's', 1)).toBeNull();
    expect(await bed.webhookEndpoints.enqueueTest('account-2', id, 'webhook.test')).toBeNull();
    expect(await bed.webhookEndpoints.listAttempts('account-2', id, 1)).toBeNull();
    expect(await bed.webhookEndpoints.remove('account-2', id)).toBe(false);
    expect(await bed.webhookEndpoints.find('account-1', 'no uuid')).toBeNull();
  });

  it('forgets what is old and what belongs to an endpoint that is gone', async () => {
    const { id } = await endpoint();
    expect(await bed.webhookEndpoints.enqueueTest('account-1', id, 'webhook.test')).toMatch(/-/);
    const claimed = only(await bed.webhookOutbox.claim(CLAIM));
    expect(JSON.parse(claimed.payload)).toMatchObject({
      type: 'webhook.test',
      data: { account_id: 'account-1', endpoint_id: id },
    });
    await bed.webhookOutbox.finish(sent(claimed));
    const left = async () =>
      (
        await bed.db.query<{ m: number; a: number }>(
          `select (select count(*)::int from result_links.webhook_messages) as m,
                  (select count(*)::int from result_links.webhook_attempts) as a`,
        )
      ).rows;
    expect(await bed.webhookOutbox.prune({ keepMs: 60_000, keepKomboMs: 60_000 })).toBe(false);
    expect(await left()).toEqual([{ m: 1, a: 1 }]);
    expect(await bed.webhookEndpoints.remove('account-1', id)).toBe(true);
    await bed.webhookOutbox.prune({ keepMs: 60_000, keepKomboMs: 60_000 });
    expect(await left()).toEqual([{ m: 0, a: 0 }]);
  });
});
