import { only } from '@result-links/delivery/testing';
import { ENGINES, openTestBed, type TestBed } from '../testing/test-bed.js';

describe.each(ENGINES)('the database on %s', (engine) => {
  let bed: TestBed;
  beforeAll(async () => {
    bed = await openTestBed(engine);
    await bed.db.query('create table public.numbers (id int primary key)');
  }, 60_000);
  afterEach(() => bed.db.query('truncate public.numbers'));
  afterAll(() => bed?.close());

  const count = async () => (await bed.db.query('select from public.numbers')).rowCount;

  it('goes on after statements that fail, also with others under way', async () => {
    for (let n = 0; n < 5; n += 1) {
      await expect(bed.db.query('select nonsense')).rejects.toThrow(/nonsense/);
      expect(only((await bed.db.query('select 1 as one')).rows)).toEqual({ one: 1 });
    }
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, (_, n) => bed.db.query(n % 2 ? 'select 1' : 'select nonsense')),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(10);
    expect(bed.db.isUp()).toBe(true);
  });

  it('commits or rolls back the whole of a transaction', async () => {
    const insert = 'insert into public.numbers values ($1)';
    const failing = bed.db.transaction(async (tx) => {
      await tx.query(insert, [1]);
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow('changed my mind');
    expect(await count()).toBe(0);
    expect(await bed.db.transaction(async (tx) => (await tx.query(insert, [1])).rowCount)).toBe(1);
    expect(await count()).toBe(1);
  });

  it('acts after a commit, and only then', async () => {
    const seen: string[] = [];
    const run = (name: string, fails: boolean) =>
      bed.db.transaction(async (tx) => {
        tx.afterCommit(() => seen.push(name));
        await tx.query('select 1');
        expect(seen).not.toContain(name);
        if (fails) throw new Error('no');
      });
    await run('committed', false);
    await run('rolled back', true).catch(() => undefined);
    expect(seen).toEqual(['committed']);
  });

  it('runs a transaction again after a deadlock, with its actions once', async () => {
    const seen: number[] = [];
    let runs = 0;
    await bed.db.transaction(async (tx) => {
      runs += 1;
      tx.afterCommit(() => seen.push(runs));
      if (runs < 3) throw Object.assign(new Error('deadlock detected'), { code: '40P01' });
      await tx.query('insert into public.numbers values (7)');
    });
    expect(seen).toEqual([3]);
    expect(await count()).toBe(1);
    const endless = bed.db.transaction(async () => {
      throw Object.assign(new Error('deadlock detected'), { code: '40P01' });
    });
    await expect(endless).rejects.toThrow('deadlock');
  });

  it('runs what is sent without waiting in its order, and before what is asked next', async () => {
    const seen = await bed.db.transaction(async (tx) => {
      tx.send('insert into public.numbers values ($1)', [1]);
      tx.send('insert into public.numbers values ($1)', [2]);
      const [before, after] = await Promise.all([
        tx.query('select id from public.numbers order by id'),
        tx.query('insert into public.numbers values ($1) returning id', [3]),
      ]);
      tx.send('delete from public.numbers where id = $1', [1]);
      return [before.rows, after.rows];
    });
    expect(seen).toEqual([[{ id: 1 }, { id: 2 }], [{ id: 3 }]]);
    expect(await count()).toBe(2);
  });

  it('rolls back when a statement that nobody awaited fails, and tells why', async () => {
    const insert = (tx: { send(text: string, values: unknown[]): void }) =>
      tx.send('insert into public.numbers values ($1)', [1]);
    const failing = bed.db.transaction(async (tx) => {
      insert(tx);
      insert(tx);
      tx.afterCommit(() => expect('this').toBe('not reached'));
    });
    await expect(failing).rejects.toMatchObject({ code: '23505' });
    // What comes after it in the same transaction only hears that the transaction has failed.
    const failingLater = bed.db.transaction(async (tx) => {
      insert(tx);
      insert(tx);
      await tx.query('select 1');
    });
    await expect(failingLater).rejects.toMatchObject({ code: '23505' });
    expect(await count()).toBe(0);
    await bed.db.transaction(async (tx) => insert(tx));
    expect(await count()).toBe(1);
  });

  it('answers several statements with the rows of all', async () => {
    const { rows, rowCount } = await bed.db.query('select 1 as n; select 2 as n');
    expect(rows).toEqual([{ n: 1 }, { n: 2 }]);
    expect(rowCount).toBe(2);
  });
});
