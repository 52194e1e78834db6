import type { StartedAttempt } from '../ports.js';
import { aDelivery, anAttempt } from '../testing/samples.js';
import { closeOrphans } from './recovery.js';

const orphans: StartedAttempt[] = ['d1', 'd2', 'd3'].map((id) => ({
  delivery: aDelivery({ id }),
  attempt: anAttempt({ deliveryId: id }),
}));

function recovery({ mayJudge = (): boolean => true, bad = [] as string[], found = orphans } = {}) {
  const closed: string[] = [];
  const run = () =>
    closeOrphans(
      { findOrphans: async () => found },
      {
        closeOrphan: async ({ delivery }, { outcome }) => {
          if (bad.includes(delivery.id)) {
            throw new Error(`cannot close ${delivery.id}`);
          }
          closed.push(`${delivery.id} ${outcome}`);
          return true;
        },
      },
      { mayJudgeOthers: mayJudge },
      15_000,
    );
  return { run, closed };
}

describe('the recovery', () => {
  it('closes the attempts of dead workers as unknown', async () => {
    const { run, closed } = recovery();
    await expect(run()).resolves.toBe(false);
    expect(closed).toEqual(['d1 unknown', 'd2 unknown', 'd3 unknown']);
  });

  it('closes those behind one that cannot be closed, and then says so', async () => {
    const { run, closed } = recovery({ bad: ['d1'] });
    await expect(run()).rejects.toThrow('cannot close d1');
    expect(closed).toEqual(['d2 unknown', 'd3 unknown']);
    await expect(recovery({ bad: ['d1', 'd2'] }).run()).rejects.toThrow(AggregateError);
  });

  it('does nothing while this worker may not judge others, also when that ends on the way', async () => {
    const never = recovery({ mayJudge: () => false });
    await never.run();
    expect(never.closed).toEqual([]);
    let left = 2;
    const once = recovery({ mayJudge: () => left-- > 0 });
    await once.run();
    expect(once.closed).toEqual(['d1 unknown']);
  });

  it('goes on at once when there may be more', async () => {
    const many = Array.from({ length: 100 }, () => orphans[0] as StartedAttempt);
    await expect(recovery({ found: many }).run()).resolves.toBe(true);
  });
});
