import type { StartedAttempt } from '@result-links/delivery';
import type { Queryable } from '../engine/database.js';
import { WaitingList } from './waiting-list.js';

const NOW = new Date('2026-11-30T12:00:00Z');
const row = (id: string) => ({
  ...{ account_id: 'default', id, in_flight: 2, is_paused: false, rate_count: null },
  ...{ rate_window_ms: null, first_due_at: NOW, due_count: 8, now: NOW },
});
const attemptOf = (integrationId: string) =>
  ({ delivery: { accountId: 'default', integrationId } }) as unknown as StartedAttempt;

let elapsedMs: number;
let reads: number;
let list: WaitingList;
const db = {
  query: () => Promise.resolve({ rows: [row('a'), row('b')], rowCount: (reads += 1) }),
} as unknown as Queryable;

beforeEach(() => {
  elapsedMs = 0;
  reads = 0;
  list = new WaitingList();
  jest.spyOn(performance, 'now').mockImplementation(() => 1_000 + elapsedMs);
});
afterEach(() => jest.restoreAllMocks());

it('serves for 25 ms, and its clock goes on meanwhile', async () => {
  expect(list.recent()).toBeNull();
  await list.read(db, 8);
  elapsedMs = 24;
  expect(list.recent()?.map(({ now }) => now.getTime() - NOW.getTime())).toEqual([24, 24]);
  elapsedMs = 25;
  expect(list.recent()).toBeNull();
});

it('counts what was started since', async () => {
  await list.read(db, 8);
  list.started([attemptOf('b'), attemptOf('b')]);
  expect(list.recent()).toMatchObject([
    { row: { id: 'a', in_flight: 2 }, dueCount: 8 },
    { row: { id: 'b', in_flight: 4 }, dueCount: 6 },
  ]);
});

it('can be forgotten', async () => {
  await list.read(db, 8);
  list.forget();
  expect(list.recent()).toBeNull();
});
