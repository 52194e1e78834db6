import { setTimeout as sleep } from 'node:timers/promises';
import { acceptInput, listen, until } from '@result-links/delivery/testing';
import { ENGINES, openTestBed } from '../testing/test-bed.js';

it.each(ENGINES)('tell nothing of a transaction that is rolled back, on %s', async (engine) => {
  const bed = await openTestBed(engine);
  try {
    const heard = listen((await bed.replica()).events);
    const wrong = acceptInput({ target: { type: 'no' as never, id: 'x' } });
    await expect(bed.deliveries.accept(wrong)).rejects.toThrow();
    await bed.deliveries.accept(acceptInput());
    await until(() => heard.work > 0);
    await sleep(50);
    expect(heard.work).toBe(1);
  } finally {
    await bed.close();
  }
});

describe('events on postgres when the connection is lost', () => {
  it('come again, and everybody is heard to look again', async () => {
    const bed = await openTestBed('postgres');
    try {
      await until(() => bed.isHearing());
      const heard = listen(bed.events);
      const { rowCount } = await bed.db.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1`,
        ['result-links events'],
      );
      expect(rowCount).toBe(1);
      await until(() => heard.deliveries.includes(null) && heard.work > 0);
      await until(() => bed.isHearing());

      const before = heard.work;
      await bed.deliveries.accept(acceptInput());
      await until(() => heard.work === before + 1);
    } finally {
      await bed.close();
    }
  }, 30_000);
});
