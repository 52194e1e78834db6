import { acceptInput, finishInput, only, resultOf } from '@result-links/delivery/testing';
import { ENGINES, openTestBed } from '../testing/test-bed.js';

it.each(ENGINES)('keeps which worker has closed the attempt of another, on %s', async (engine) => {
  const bed = await openTestBed(engine);
  try {
    await bed.deliveries.accept(acceptInput());
    const input = finishInput(only(await bed.work.startAttempts('dead', 1)), resultOf('unknown'));
    await bed.work.finishAttempt({ ...input, workerId: 'alive' });
    const { rows } = await bed.db.query('select worker_id, closed_by from result_links.attempts');
    expect(rows).toEqual([{ worker_id: 'dead', closed_by: 'alive' }]);
  } finally {
    await bed.close();
  }
});
