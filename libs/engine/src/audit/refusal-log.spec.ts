import type { Actor, AuditEntry } from '@result-links/delivery';
import { FIRST_WRITE_MS, MOST_RECORDS, RefusalLog, WRITE_EVERY_MS } from './refusal-log.js';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

function world() {
  const written: { by: Actor; entry: AuditEntry }[][] = [];
  let isDown = false;
  const log = new RefusalLog({
    store: {
      addRefusals: async (records) => {
        if (isDown) throw new Error('down');
        written.push([...records]);
      },
    },
    clock: { monotonicMs: () => Date.now() },
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  });
  const refuse = (address: string, reason = 'admin_key_wrong') =>
    log.note({
      by: { type: 'admin_key', keyId: null, keyName: null, address },
      ...{ accountId: null, reason, method: 'GET', route: '/v1/admin/accounts' },
    });
  return { log, written, refuse, setDown: (down: boolean) => void (isDown = down) };
}

it('records the first refusal soon, and counts equal ones', async () => {
  const { written, refuse } = world();
  refuse('10.0.0.1');
  refuse('10.0.0.1');
  refuse('10.0.0.2');
  await jest.advanceTimersByTimeAsync(FIRST_WRITE_MS);
  const facts = { reason: 'admin_key_wrong', method: 'GET', route: '/v1/admin/accounts' };
  const of = (address: string, count: number) => ({
    by: { type: 'admin_key', keyId: null, keyName: null, address },
    entry: {
      ...{ action: 'call.refuse', accountId: null, subject: null },
      details: { ...facts, count },
    },
  });
  expect(written).toEqual([[of('10.0.0.1', 2), of('10.0.0.2', 1)]]);
});

it('writes a bounded number of records a minute, however many calls there are', async () => {
  const { written, refuse } = world();
  for (let minute = 0; minute < 3; minute += 1) {
    for (let call = 0; call < 1_000; call += 1) refuse(`10.0.${minute}.${call}`);
    await jest.advanceTimersByTimeAsync(WRITE_EVERY_MS);
  }
  await jest.advanceTimersByTimeAsync(WRITE_EVERY_MS);
  expect(written.every((records) => records.length === MOST_RECORDS + 1)).toBe(true);
  expect(written).toHaveLength(3);
  const counts = written.flat().map(({ entry }) => Number(entry.details?.['count']));
  expect(counts.reduce((sum, count) => sum + count)).toBe(3_000);
});

it('keeps what cannot be written, in the same bounds', async () => {
  const { log, written, refuse, setDown } = world();
  setDown(true);
  for (let call = 0; call < 30; call += 1) refuse(`10.0.0.${call}`);
  await jest.advanceTimersByTimeAsync(FIRST_WRITE_MS);
  refuse('10.0.0.1');
  setDown(false);
  await log.flush();
  const [records = []] = written;
  expect(records).toHaveLength(MOST_RECORDS + 1);
  expect(records[1]?.entry.details).toMatchObject({ count: 2 });
  expect(records.at(-1)?.entry.details).toEqual({ count: 10 });
});
