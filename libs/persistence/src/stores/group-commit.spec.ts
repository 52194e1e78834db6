import { DatabaseUnavailableError } from '../engine/errors.js';
import { GroupCommit } from './group-commit.js';

/** A database that takes its time, and remembers which items came in one transaction. */
function recorder(fail: (items: readonly number[]) => Error | null = () => null) {
  const groups: number[][] = [];
  let running = 0;
  let mostRunning = 0;
  const commit = async (items: readonly number[]): Promise<string[]> => {
    groups.push([...items]);
    mostRunning = Math.max(mostRunning, (running += 1));
    await new Promise((resolve) => setTimeout(resolve, 5));
    running -= 1;
    const error = fail(items);
    if (error) throw error;
    return items.map((item) => `r${item}`);
  };
  return { groups, commit, mostRunning: () => mostRunning };
}

it('commits what comes together, and what comes meanwhile, in one group each', async () => {
  const { groups, commit } = recorder();
  const calls = new GroupCommit(commit, { maxSize: 10, maxRunning: 1 });
  const first = [1, 2].map((item) => calls.submit(item));
  await new Promise((resolve) => setImmediate(resolve));
  const second = [3, 4, 5].map((item) => calls.submit(item));
  expect(await Promise.all([...first, ...second])).toEqual(['r1', 'r2', 'r3', 'r4', 'r5']);
  expect(groups).toEqual([
    [1, 2],
    [3, 4, 5],
  ]);
});

it('keeps to the size of a group and to the number of groups under way', async () => {
  const { groups, commit, mostRunning } = recorder();
  const calls = new GroupCommit(commit, { maxSize: 3, maxRunning: 2 });
  await Promise.all(Array.from({ length: 10 }, (_, item) => calls.submit(item)));
  expect(groups.map((group) => group.length)).toEqual([3, 3, 3, 1]);
  expect(mostRunning()).toBe(2);
});

it('fails only the member that cannot be written', async () => {
  const { commit } = recorder((items) => (items.includes(2) ? new Error('cannot') : null));
  const calls = new GroupCommit(commit, { maxSize: 10, maxRunning: 1 });
  const ends = await Promise.allSettled([1, 2, 3].map((item) => calls.submit(item)));
  expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
});

it('fails all at once when the database is away, and works again afterwards', async () => {
  let isAway = true;
  const { groups, commit } = recorder(() =>
    isAway ? new DatabaseUnavailableError(new Error('away')) : null,
  );
  const calls = new GroupCommit(commit, { maxSize: 10, maxRunning: 1 });
  const ends = await Promise.allSettled([1, 2].map((item) => calls.submit(item)));
  expect(ends.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(groups).toHaveLength(1);
  isAway = false;
  expect(await calls.submit(3)).toBe('r3');
});

it('fails those who have waited for more than a second with a group that finds no database', async () => {
  jest.useFakeTimers();
  const groups: number[][] = [];
  const commit = async (items: readonly number[]): Promise<string[]> => {
    groups.push([...items]);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    throw new DatabaseUnavailableError(new Error('silent'));
  };
  const calls = new GroupCommit(commit, { maxSize: 2, maxRunning: 1 });
  const long = [1, 2, 3, 4, 5].map((item) => calls.submit(item));
  const ends = [Promise.allSettled(long)];
  await jest.advanceTimersByTimeAsync(1_000);
  ends.push(Promise.allSettled([calls.submit(6)]));
  await jest.advanceTimersByTimeAsync(10_000);
  jest.useRealTimers();
  const reasons = (await Promise.all(ends)).flat();
  expect(reasons.every(({ status }) => status === 'rejected')).toBe(true);
  // The one that had just come had a group of its own.
  expect(groups).toEqual([[1, 2], [6]]);
});

it('starts groups as far apart as it was told, and the first one at once', async () => {
  const { groups, commit } = recorder();
  const calls = new GroupCommit(commit, { maxSize: 10, maxRunning: 1, minApartMs: 60 });
  const startedAt = performance.now();
  await calls.submit(1);
  expect(performance.now() - startedAt).toBeLessThan(55);
  const second = calls.submit(2);
  await new Promise((resolve) => setTimeout(resolve, 15));
  await Promise.all([second, calls.submit(3)]);
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(59);
  expect(groups).toEqual([[1], [2, 3]]);
});
