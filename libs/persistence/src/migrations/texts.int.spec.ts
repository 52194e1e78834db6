/** Migration 006: copied words of before are cleaned, and processes of the release before copy none. */
import {
  acceptInput,
  finishInput,
  only,
  resultOf,
  silentLog,
} from '@result-links/delivery/testing';
import { ENGINES, openTestBed, type TestBed } from '../testing/test-bed.js';
import { MIGRATIONS } from './index.js';
import { migrate } from './migrate.js';

const WORDS = 'candidate \\"Jane Doe\\" \\u0000 is gone';
const DETAILS = `{"httpStatus":401,"code":"INTEGRATION.AUTHENTICATION_INVALID","title":"T \\\\","message":"${WORDS}","logUrl":"https://l.example/1","requestSent":"yes"}`;
const OURS = DETAILS.replace('"yes"', '"no"');
const CLEAN =
  '{"httpStatus":401,"code":"INTEGRATION.AUTHENTICATION_INVALID","title":null,"message":null,"logUrl":null,"requestSent":"yes"}';

describe.each(ENGINES)('words that were copied, on %s', (engine) => {
  let bed: TestBed;
  beforeAll(async () => void (bed = await openTestBed(engine)), 60_000);
  afterEach(() => bed.reset());
  afterAll(() => bed?.close());

  const accept = async (candidate: string) =>
    (await bed.deliveries.accept(acceptInput({ candidate }))).delivery.id;
  const detailsOf = async (id: string) =>
    only(
      (
        await bed.db.query<{ details: string }>(
          'select last_details::text as details from result_links.deliveries where id = $1',
          [id],
        )
      ).rows,
    ).details;
  const triggers = (change: 'enable' | 'disable') =>
    bed.db.query(
      ['accounts', 'integrations', 'deliveries']
        .map((table) => `alter table result_links.${table} ${change} trigger user`)
        .join('; '),
    );
  const parkAsBefore = async (details: string) => {
    await bed.db.query(
      `update result_links.integrations set state = 'parked', parked_at = now(), probe_at = now(),
         parked_details = $1`,
      [details],
    );
    await bed.db.query(
      `update result_links.deliveries
          set state = 'parked', next_attempt_at = null, job_id = null, last_outcome = $2,
              last_details = $1, error_code = $3, updated_at = clock_timestamp()
        where state in ('queued', 'retrying')`,
      [details, 'integration_broken', 'INTEGRATION.AUTHENTICATION_INVALID'],
    );
  };

  it('are gone after the migration; a delivery keeps what its own attempt met', async () => {
    const own = await accept('own');
    const started = only(await bed.work.startAttempts('w', 1));
    await bed.work.finishAttempt(finishInput(started, resultOf('unavailable')));
    const copies = await Promise.all(['a', 'b', 'c'].map(accept));
    await triggers('disable');
    await parkAsBefore(DETAILS);
    await bed.db.query('update result_links.attempts set details = $1', [DETAILS]);
    // One of them has moved on, one was withdrawn.
    await bed.db.query(
      `update result_links.deliveries set state = 'queued', next_attempt_at = now() where id = $1`,
      [copies[1]],
    );
    await bed.db.query(`update result_links.deliveries set state = 'cancelled' where id = $1`, [
      copies[2],
    ]);
    await bed.db.query(`update result_links.accounts set paused_at = now(), paused_details = $1`, [
      DETAILS,
    ]);
    await triggers('enable');
    await bed.db.query('delete from result_links.migrations where number = 6');
    await migrate(bed.db, silentLog);

    for (const id of copies) expect(await detailsOf(id)).toBe(CLEAN);
    expect(await detailsOf(own)).toBe(DETAILS);
    const { rows } = await bed.db.query(
      `select parked_details::text as parked, paused_details::text as paused
         from result_links.integrations, result_links.accounts`,
    );
    expect(only(rows)).toEqual({ parked: CLEAN, paused: CLEAN });
    expect(MIGRATIONS.map(({ number }) => number)).toContain(6);
  });

  it('are not copied by the release before, whichever way it parks', async () => {
    const waiting = await accept('waiting');
    await parkAsBefore(DETAILS);
    expect(await detailsOf(waiting)).toBe(CLEAN);
    await bed.db.query(
      `insert into result_links.deliveries (id, account_id, integration_id, target_type, target_id,
         content_hash, state, last_outcome, last_details, accepted_at, updated_at)
       select gen_random_uuid(), account_id, integration_id, target_type, 'accepted', 'h', 'parked',
              'integration_broken', $1::json, now(), now() from result_links.deliveries`,
      [DETAILS],
    );
    const { rows } = await bed.db.query<{ id: string }>(
      `select id from result_links.deliveries where target_id = 'accepted'`,
    );
    expect(await detailsOf(only(rows).id)).toBe(CLEAN);
    await bed.db.query('update result_links.accounts set paused_at = now(), paused_details = $1', [
      DETAILS,
    ]);
    const paused = await bed.db.query(
      'select paused_details::text as paused from result_links.accounts',
    );
    expect(paused.rows).toEqual([{ paused: CLEAN }]);
  });

  it('leaves the words alone that are ours', async () => {
    const waiting = await accept('waiting');
    await parkAsBefore(OURS);
    expect(await detailsOf(waiting)).toBe(OURS);
  });

  it('leaves the delivery alone whose own attempt parks it', async () => {
    const id = await accept('own');
    await bed.work.startAttempts('w', 1);
    await bed.db.query(
      `update result_links.deliveries set state = 'parked', last_details = $1 where id = $2`,
      [DETAILS, id],
    );
    expect(await detailsOf(id)).toBe(DETAILS);
  });
});
