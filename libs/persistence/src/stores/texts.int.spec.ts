/** Kombo's and the ATS's words about one delivery: where they are, who sees them, when they are gone. */
import { randomBytes } from 'node:crypto';
import { acceptInput, finishInput, only, resultOf } from '@result-links/delivery/testing';
import { textsInFiles } from '../testing/data-files.js';
import { ENGINES, openTestBed, type TestBed } from '../testing/test-bed.js';

describe.each(ENGINES)('words about one person on %s', (engine) => {
  const WORDS = ['Jane-Doe-Title', 'Jane-Doe-Message', 'jane-doe-log', 'Jane-Doe-Warning'];
  const CODE_OF_WORDS = 'Jane-Doe is gone';
  const saidOf = (outcome: Parameters<typeof resultOf>[0], code?: string) => {
    const result = resultOf(outcome, code === undefined ? {} : { code });
    const [title = '', message = '', log = ''] = WORDS;
    const texts = { title, message: `${message} "is" \\ gone\n`, logUrl: `https://${log}.example` };
    return {
      ...result,
      details: { ...result.details, ...texts },
      warnings: outcome === 'delivered' ? [WORDS[3]!] : [],
    };
  };
  const target = { type: 'candidate' as const, id: 'jane' };
  const PARKING = [
    ['integration_broken', 'INTEGRATION.AUTHENTICATION_INVALID'],
    ['account_broken', 'PLATFORM.AUTHENTICATION_INVALID'],
    ['account_broken', undefined],
    ['account_broken', CODE_OF_WORDS],
  ] as const;

  describe.each([
    ['without encryption', []],
    ['with encryption', [{ id: 'k', secret: randomBytes(32) }]],
  ])('%s', (_how, keys) => {
    let bed: TestBed;
    beforeAll(async () => void (bed = await openTestBed(engine, keys)), 60_000);
    afterEach(async () => {
      await bed.db.query('truncate result_links.erasures');
      await bed.reset();
    });
    afterAll(() => bed?.close());

    const accept = async (candidate: string, integrationId = 'sandbox:a') =>
      (await bed.deliveries.accept(acceptInput({ candidate, integrationId }))).delivery;
    const attempt = async (result: ReturnType<typeof saidOf>) => {
      const started = only(await bed.work.startAttempts('w', 1));
      await bed.work.finishAttempt(finishInput(started, result));
    };
    const find = async (id: string) => (await bed.deliveries.find('account-1', id))!;
    const rowsWith = async (words: readonly string[]) => {
      const { rows: tables } = await bed.db.query<{ name: string }>(
        `select schemaname || '.' || tablename as name from pg_tables where schemaname like 'result_links%'`,
      );
      const found: string[] = [];
      for (const { name } of tables) {
        const { rows } = await bed.db.query<{ text: string }>(
          `select t::text as text from ${name} t`,
        );
        const hits = rows.filter(({ text }) => words.some((word) => text.includes(word)));
        found.push(...hits.map(() => name));
      }
      return found.sort();
    };

    it.each(PARKING)(
      '%s (%s): stay with the attempt, and go with the person',
      async (outcome, code) => {
        const codeKept = code === CODE_OF_WORDS ? null : (code ?? null);
        const words = [...WORDS, CODE_OF_WORDS];
        const jane = await accept(target.id);
        await attempt(saidOf('unavailable'));
        await bed.db.query(`update result_links.deliveries set next_attempt_at = now()`);
        const waiting = await accept('john');
        const said = saidOf(outcome, code);
        const [started] = await bed.work.startAttempts('w', 1);
        expect(started?.delivery.id).toBe(jane.id);
        await bed.work.finishAttempt(finishInput(started!, said));
        const later = await accept('joan');
        // Accepted while an older process parks: the reconciler gives the reason.
        const straggler = await accept('jim');
        await bed.db.query(
          `update result_links.deliveries set state = 'queued', next_attempt_at = now(),
             last_details = null where id = $1`,
          [straggler.id],
        );
        await bed.work.reconcile();

        expect(await find(jane.id)).toMatchObject({ state: 'parked', lastDetails: said.details });
        const [, second] = await bed.deliveries.listAttempts('account-1', jane.id);
        expect(second?.details).toEqual(said.details);
        for (const { id } of [waiting, later, straggler]) {
          expect(await find(id)).toMatchObject({
            state: 'parked',
            lastOutcome: outcome,
            lastDetails: { httpStatus: 500, code: codeKept, message: null, logUrl: null },
          });
        }
        const owners = [
          'result_links.attempts',
          'result_links.attempts',
          'result_links.deliveries',
        ];
        expect(await rowsWith(words)).toEqual(keys.length === 0 ? owners : []);

        await bed.privacy.eraseTarget({ target, accountId: null, integrationId: null });
        expect(await rowsWith(words)).toEqual([]);
        expect((await find(jane.id)).lastDetails).toMatchObject({
          ...{ code: codeKept, title: null, message: null },
        });
      },
    );

    it('are the same after they were kept, warnings too', async () => {
      const delivered = await accept('a');
      await attempt(saidOf('delivered'));
      const rejected = await accept('b');
      await attempt(saidOf('rejected', 'ATS.JOB_CLOSED'));
      const [{ details, warnings }, refused] = [
        saidOf('delivered'),
        saidOf('rejected', 'ATS.JOB_CLOSED'),
      ];
      expect(await find(delivered.id)).toMatchObject({ lastDetails: details, warnings });
      const attempts = await bed.deliveries.listAttempts('account-1', delivered.id);
      expect(only(attempts)).toMatchObject({ details, warnings });
      const filter = { accountId: 'account-1', errorCode: 'ATS.JOB_CLOSED' };
      const { deliveries } = await bed.deliveries.list(filter, { limit: 9 });
      expect(only(deliveries)).toMatchObject({ id: rejected.id, lastDetails: refused.details });
      const page = { afterId: null, limit: 9, withBodies: false };
      const [audited] = await bed.privacy.audit({}, page);
      expect(audited?.attempts).toMatchObject([{ details, warnings }]);
      expect(await rowsWith(WORDS)).toHaveLength(keys.length === 0 ? 4 : 0);
    });

    // Last, since it looks at the files: what the tests before have left there counts.
    it('are in no file after they were erased, as far as that can be promised', async () => {
      await accept(target.id);
      await attempt(saidOf('integration_broken', 'INTEGRATION.INACTIVE'));
      await bed.privacy.eraseTarget({ target, accountId: null, integrationId: null });
      const inFiles = await textsInFiles(bed, [...WORDS, 'INTEGRATION.INACTIVE']);
      if (keys.length > 0) {
        // Neither in tables nor in the write-ahead log, not even before they were erased.
        expect(inFiles).toEqual(['INTEGRATION.INACTIVE']);
      } else {
        // Dead rows and the log keep them for a while (docs/privacy.md).
        expect(inFiles).toContain(WORDS[1]);
        await bed.runAlone('vacuum full');
        expect(await textsInFiles(bed, WORDS, 'tables')).toEqual([]);
      }
    }, 60_000);
  });
});
