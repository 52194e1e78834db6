import type { AcceptInput, Delivery } from '@result-links/delivery';
import { acceptInput, finishInput, only, resultOf } from '@result-links/delivery/testing';
import { ENGINES, openTestBed, type TestBed } from '../testing/test-bed.js';

const DAY_MS = 86_400_000;
const MARKS = ['Mark-Label', 'mark-url', 'Mark-Warning', 'Mark-Message', 'Mark-Title', 'mark-log'];

/** A result whose texts are marked, with a character that PostgreSQL's JSON functions cannot take. */
function marked(outcome: Parameters<typeof resultOf>[0]) {
  const result = resultOf(outcome, { code: 'ATS.JOB_CLOSED' });
  const texts = { title: 'Mark-Title', message: 'Mark-Message\u0000', logUrl: 'https://mark-log' };
  return {
    ...result,
    details: { ...result.details, ...texts },
    warnings: ['Mark-Warning'],
  };
}

describe.each(ENGINES)('privacy on %s', (engine) => {
  let bed: TestBed;
  beforeAll(async () => void (bed = await openTestBed(engine)), 60_000);
  afterEach(async () => {
    await bed.db.query('truncate result_links.erasures, result_links.webhook_messages');
    await bed.reset();
  });
  afterAll(() => bed?.close());

  const accept = async (given: Partial<AcceptInput> & { candidate?: string } = {}) =>
    (
      await bed.deliveries.accept(
        acceptInput({
          body: { label: 'Mark-Label', url: 'https://mark-url.example/' } as AcceptInput['body'],
          ...given,
        }),
      )
    ).delivery;
  /** Accepts one for the candidate and lets its attempt end. */
  const ended = async (outcome: Parameters<typeof resultOf>[0], candidate = 'candidate-1') => {
    const delivery = await accept({ candidate });
    const started = only(await bed.work.startAttempts('w', 1));
    await bed.work.finishAttempt(finishInput(started, marked(outcome)));
    return delivery;
  };
  const find = async ({ id }: Delivery) => {
    const delivery = await bed.deliveries.find('account-1', id);
    if (delivery === null) throw new Error('it is gone');
    return delivery;
  };
  const age = (days: number) =>
    bed.db.query(
      `update result_links.deliveries set updated_at = updated_at - make_interval(days => $1)`,
      [days],
    );
  /** All that is kept, of all tables, as text. */
  const everything = async () => {
    const { rows: tables } = await bed.db.query<{ name: string }>(
      `select schemaname || '.' || tablename as name from pg_tables where schemaname like 'result_links%'`,
    );
    const texts = [];
    for (const { name } of tables) {
      const { rows } = await bed.db.query<{ text: string }>(
        `select t::text as text from ${name} t`,
      );
      texts.push(...rows.map(({ text }) => text));
    }
    return texts.join('\n');
  };

  describe('retention', () => {
    it('erases what ended long ago, and keeps what it came to', async () => {
      const delivered = await ended('delivered');
      const failed = await ended('rejected', 'candidate-2');
      await age(31);
      const before = await find(failed);
      expect(await everything()).toContain('Mark-Message');

      expect(await bed.privacy.eraseEnded(30 * DAY_MS, 10)).toBe(2);
      const kept = await everything();
      for (const mark of MARKS) expect(kept).not.toContain(mark);
      expect(kept).toContain('candidate-2');

      const after = await find(failed);
      expect(after).toEqual({
        ...before,
        body: null,
        warnings: [],
        lastDetails: { ...before.lastDetails, title: null, message: null, logUrl: null },
      });
      expect(after).toMatchObject({ state: 'failed', lastDetails: { code: 'ATS.JOB_CLOSED' } });
      expect(after.contentHash).toBe(before.contentHash);
      const attempt = only(await bed.deliveries.listAttempts('account-1', failed.id));
      expect(attempt).toMatchObject({ outcome: 'rejected', warnings: [] });
      expect(attempt.details).toMatchObject({ code: 'ATS.JOB_CLOSED', message: null });
      expect((await find(delivered)).state).toBe('delivered');
      expect(await bed.privacy.eraseEnded(30 * DAY_MS, 10)).toBe(0);
    });

    it('touches neither what ended later nor what has not ended', async () => {
      await ended('delivered', 'recent');
      const open = await accept({ candidate: 'open' });
      const [{ delivery: parked } = { delivery: open }] = await bed.work.startAttempts('w', 1);
      await bed.db.query(
        `update result_links.deliveries set updated_at = updated_at - interval '1 year'
          where id = $1`,
        [parked.id],
      );
      expect(await bed.privacy.eraseEnded(30 * DAY_MS, 10)).toBe(0);
      expect((await find(open)).body).not.toBeNull();
    });

    it('works in batches, the longest ended first', async () => {
      for (const candidate of ['a', 'b', 'c']) {
        await ended('delivered', candidate);
        await age(40);
      }
      expect(await bed.privacy.eraseEnded(30 * DAY_MS, 2)).toBe(2);
      const { deliveries } = await bed.deliveries.list({ accountId: 'account-1' }, { limit: 9 });
      expect(deliveries.map(({ target, body }) => [target.id, body === null])).toEqual([
        ['c', false],
        ['b', true],
        ['a', true],
      ]);
      expect(await bed.privacy.eraseEnded(30 * DAY_MS, 2)).toBe(1);
    });

    it('an unknown one can still be resolved as delivered, but not be sent again', async () => {
      const delivery = await ended('unknown');
      await age(31);
      expect(await bed.privacy.eraseEnded(30 * DAY_MS, 10)).toBe(1);
      const move = (to: 'queued' | 'delivered') =>
        bed.deliveries.move('account-1', delivery.id, ['unknown'], to, 'test');
      expect(await move('queued')).toMatchObject({ moved: false, delivery: { state: 'unknown' } });
      expect(await move('delivered')).toMatchObject({ moved: true });
    });

    it('what was erased is left out when all are sent again', async () => {
      await ended('rejected', 'old');
      await age(31);
      await bed.privacy.eraseEnded(30 * DAY_MS, 10);
      await ended('rejected', 'new');
      const filter = { accountId: 'account-1' };
      expect(await bed.deliveries.requeueAll(filter, ['failed'], { dryRun: true })).toBe(1);
      expect(await bed.deliveries.requeueAll(filter, ['failed'], { dryRun: false })).toBe(1);
      expect(only(await bed.work.startAttempts('w', 9)).delivery.target.id).toBe('new');
    });

    it('a late answer brings no texts back', async () => {
      const delivery = await accept();
      const started = only(await bed.work.startAttempts('w', 1));
      await bed.work.finishAttempt(finishInput(started, marked('unknown')));
      await age(31);
      await bed.privacy.eraseEnded(30 * DAY_MS, 10);
      await bed.work.finishAttempt(finishInput(started, marked('delivered')));
      expect((await find(delivery)).state).toBe('delivered');
      const kept = await everything();
      for (const mark of MARKS) expect(kept).not.toContain(mark);
    });
  });

  describe('erasing by target', () => {
    const target = { type: 'candidate' as const, id: 'mark-target' };
    const erase = (given: { accountId?: string; integrationId?: string } = {}) =>
      bed.privacy.eraseTarget({ target, accountId: null, integrationId: null, ...given });

    it('leaves nothing that tells whom it was about, in any table', async () => {
      const delivered = await ended('delivered', target.id);
      const waiting = await accept({ candidate: target.id, idempotencyKey: 'mark-target-key' });
      const other = await accept({ candidate: 'somebody-else' });
      await bed.db.query(
        `insert into result_links.webhook_messages (endpoint_id, type, payload, next_attempt_at)
         values (gen_random_uuid(), 'delivery.delivered', $1, now())`,
        [
          JSON.stringify({
            type: 'delivery.delivered',
            data: { account_id: 'account-1', integration_id: 'sandbox:a', target },
          }),
        ],
      );
      const hash = (await find(delivered)).contentHash;

      const erasure = await erase();
      expect(erasure).toMatchObject({
        targetType: 'candidate',
        accountId: null,
        integrationId: null,
        deliveryCount: 2,
        cancelledCount: 1,
        inFlightCount: 0,
      });
      const kept = await everything();
      for (const mark of [target.id, hash, ...MARKS.slice(2)]) expect(kept).not.toContain(mark);
      expect(kept.match(/Mark-Label/g)).toHaveLength(1);

      expect(await find(delivered)).toMatchObject({
        state: 'delivered',
        body: null,
        target: { type: 'candidate', id: `erased:${erasure.id}` },
      });
      expect(await find(waiting)).toMatchObject({ state: 'cancelled', nextAttemptAt: null });
      expect(only(await bed.work.startAttempts('w', 9)).delivery.id).toBe(other.id);
      expect(await bed.privacy.listErasures()).toEqual([erasure]);
      expect(await erase()).toMatchObject({ deliveryCount: 0 });
    });

    it('keeps to the account, the integration and the kind of target', async () => {
      await accept({ candidate: target.id });
      await accept({ candidate: target.id, integrationId: 'sandbox:b' });
      await accept({ candidate: target.id, accountId: 'account-2' });
      await accept({ target: { type: 'application', id: target.id } });
      const of = { accountId: 'account-1', integrationId: 'sandbox:b' };
      expect((await erase(of)).deliveryCount).toBe(1);
      expect((await erase({ accountId: 'account-2' })).deliveryCount).toBe(1);
      expect((await erase()).deliveryCount).toBe(1);
    });

    it('works through more than one batch', async () => {
      await accept({ candidate: target.id });
      await bed.db.query(
        `insert into result_links.deliveries
         select copy.* from result_links.deliveries d, generate_series(1, 449) n,
                jsonb_populate_record(d, jsonb_build_object('id', md5(n || d.id::text))) copy`,
      );
      expect(await erase()).toMatchObject({ deliveryCount: 450, cancelledCount: 450 });
    });

    it.each([
      ['unavailable', 'cancelled'],
      ['integration_broken', 'cancelled'],
      ['unknown', 'unknown'],
      ['delivered', 'delivered'],
      ['rejected', 'failed'],
    ] as const)(
      'an attempt under way that comes to %s: %s, without texts, and nothing is sent again',
      async (outcome, state) => {
        const delivery = await accept({ candidate: target.id });
        const started = only(await bed.work.startAttempts('w', 1));
        expect(await erase()).toMatchObject({ deliveryCount: 1, inFlightCount: 1 });
        expect((await find(delivery)).state).toBe('delivering');
        expect(await bed.work.finishAttempt(finishInput(started, marked(outcome)))).toBe(true);
        expect(await find(delivery)).toMatchObject({ state, body: null, nextAttemptAt: null });
        await bed.work.reconcile();
        expect(await bed.work.startAttempts('w', 9)).toEqual([]);
        const rows = await bed.db.query<{ text: string }>(
          'select d::text || a::text as text from result_links.deliveries d, result_links.attempts a',
        );
        for (const mark of [target.id, ...MARKS]) expect(only(rows.rows).text).not.toContain(mark);
        expect(only(await bed.deliveries.listAttempts('account-1', delivery.id)).outcome).toBe(
          outcome,
        );
        const { inFlight } = (await bed.integrations.getIntegration('account-1', 'sandbox:a'))!;
        expect(inFlight).toBe(0);
      },
    );

    it('sending the same again is a new delivery', async () => {
      await ended('delivered', target.id);
      expect((await bed.deliveries.accept(acceptInput({ candidate: target.id }))).kind).toBe(
        'accepted',
      );
    });
  });

  describe('audit', () => {
    it('tells of moves that were made many at once', async () => {
      const failed = await ended('rejected');
      await bed.deliveries.requeueAll({ accountId: 'account-1' }, ['failed'], { dryRun: false });
      const page = { afterId: null, limit: 9, withBodies: false };
      expect(only(await bed.privacy.audit({}, page))).toMatchObject({
        delivery: { id: failed.id, state: 'queued' },
        moves: [{ from: 'failed', to: 'queued', note: 'retry' }],
      });
    });

    it('tells all of every delivery in the order of acceptance, page by page', async () => {
      const first = await ended('rejected', 'a');
      await bed.deliveries.move('account-1', first.id, ['failed'], 'queued', 'retry');
      const second = await accept({ candidate: 'b', accountId: 'account-2' });
      const page = { afterId: null, limit: 1, withBodies: false };
      const [one] = await bed.privacy.audit({}, page);
      expect(one).toMatchObject({
        delivery: { id: first.id, body: null, state: 'queued' },
        erasedAt: null,
        attempts: [{ number: 1, outcome: 'rejected' }],
        moves: [{ from: 'failed', to: 'queued', note: 'retry' }],
      });
      const [two, ...more] = await bed.privacy.audit({}, { ...page, limit: 9, afterId: first.id });
      expect(two).toMatchObject({ delivery: { id: second.id }, attempts: [], moves: [] });
      expect(more).toEqual([]);
      const withBodies = { ...page, limit: 9, withBodies: true };
      const found = await bed.privacy.audit({ accountId: 'account-2' }, withBodies);
      expect(only(found).delivery).toMatchObject({ body: { label: 'Mark-Label' } });
      const filters = [
        { integrationId: 'sandbox:z' },
        { acceptedAfter: new Date(Date.now() + DAY_MS) },
        { acceptedBefore: new Date(Date.now() - DAY_MS) },
      ];
      for (const filter of filters) {
        expect(await bed.privacy.audit(filter, withBodies)).toEqual([]);
      }
    });
  });
});

it('two replicas do not erase at the same time', async () => {
  const bed = await openTestBed('postgres');
  try {
    const other = await bed.replica();
    await bed.db.transaction(async (tx) => {
      await tx.query('select pg_advisory_xact_lock(1919710821)');
      expect(await other.privacy.eraseEnded(0, 10)).toBe(0);
    });
  } finally {
    await bed.close();
  }
}, 60_000);
