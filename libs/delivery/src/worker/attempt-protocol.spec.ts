import fc from 'fast-check';
import type { PlannedFault, StoreFault } from '../testing/faulty-store.js';
import type { KomboBehaviour, KomboStep } from '../testing/virtual-kombo.js';
import { World } from '../testing/world.js';

/**
 * The attempt protocol with a fault at every await, under a virtual clock: store calls that throw before or
 * after (or long before) their effect, processes that die or freeze right there, a database that is away,
 * clocks that jump, an ATS that cuts, hangs and throttles, humans who retry, cancel and resolve meanwhile.
 *
 * `TEST_SCHEDULES=10000` runs the long form.
 */
const SCHEDULES = Number(process.env['TEST_SCHEDULES'] ?? 500);
const SECOND = 1_000;
const FAULTY_TIME_MS = 120 * SECOND;

type Human = 'retry' | 'cancel' | 'not_delivered' | 'delivered' | 'release';

interface Schedule {
  seed: number;
  onUnknown: 'hold' | 'retry';
  replicas: number;
  scripts: KomboStep[][];
  faults: PlannedFault[];
  kills: { atMs: number; replica: number }[];
  outages: { atMs: number; forMs: number }[];
  jumps: { atMs: number; replica: number; byMs: number }[];
  stops: { atMs: number; replica: number; graceMs: number }[];
  humans: { atMs: number; delivery: number; does: Human }[];
}

const METHODS = [
  'startAttempts',
  'finishAttempt',
  'openAttempts',
  'findOrphans',
  'heartbeat',
  'getAccount',
  'nextDueAt',
  'reconcile',
  'signOff',
  'claimDueProbes',
  'releaseIntegration',
];
const FAULTS: StoreFault[] = [
  'fails_before',
  'fails_after',
  'fails_then_happens',
  'dies_before',
  'dies_after',
  'freezes_after',
  'is_slow',
];
const BEHAVIOURS: KomboBehaviour[] = [
  'delivers',
  'rejects',
  'throttles',
  'throttles_for_10s',
  'is_unavailable',
  'refuses_connection',
  'finds_integration_broken',
  'finds_account_broken',
  'cuts_before_writing',
  'cuts_after_writing',
  'hangs_after_writing',
  'makes_the_courier_throw',
  'kills_before_writing',
  'kills_after_writing',
];

const moment = fc.integer({ min: 0, max: FAULTY_TIME_MS });
const step = fc.record({
  does: fc.constantFrom(...BEHAVIOURS),
  latencyMs: fc.constantFrom(0, 5, 300, 7 * SECOND, 40 * SECOND),
});
const schedules: fc.Arbitrary<Schedule> = fc.record({
  seed: fc.integer({ min: 1, max: 2 ** 31 }),
  onUnknown: fc.constantFrom('hold', 'retry'),
  replicas: fc.integer({ min: 1, max: 3 }),
  scripts: fc.array(fc.array(step, { maxLength: 3 }), { minLength: 1, maxLength: 5 }),
  faults: fc.array(
    fc.record({
      method: fc.oneof(
        { weight: 3, arbitrary: fc.constantFrom('startAttempts', 'finishAttempt') },
        { weight: 2, arbitrary: fc.constantFrom(...METHODS) },
      ),
      call: fc.nat({ max: 12 }),
      fault: fc.constantFrom(...FAULTS),
    }),
    { maxLength: 6 },
  ),
  kills: fc.array(fc.record({ atMs: moment, replica: fc.nat({ max: 5 }) }), { maxLength: 2 }),
  outages: fc.array(fc.record({ atMs: moment, forMs: fc.constantFrom(500, 6_000, 40_000) }), {
    maxLength: 1,
  }),
  jumps: fc.array(
    fc.record({
      ...{ atMs: moment, replica: fc.nat({ max: 5 }) },
      byMs: fc.constantFrom(-3_600_000, -12_000, 12_000, 3_600_000),
    }),
    { maxLength: 1 },
  ),
  stops: fc.array(
    fc.record({
      atMs: moment,
      replica: fc.nat({ max: 5 }),
      graceMs: fc.constantFrom(0, 1_000, 30_000),
    }),
    { maxLength: 1 },
  ),
  humans: fc.array(
    fc.record({
      ...{ atMs: moment, delivery: fc.nat({ max: 4 }) },
      does: fc.constantFrom<Human>('retry', 'cancel', 'not_delivered', 'delivered', 'release'),
    }),
    { maxLength: 3 },
  ),
});

const ACTIONS = {
  retry: [['failed', 'cancelled', 'retrying'], 'queued'],
  cancel: [['queued', 'retrying', 'parked'], 'cancelled'],
  not_delivered: [['unknown'], 'queued'],
  delivered: [['unknown'], 'delivered'],
} as const;

/** What a schedule came to, and what people and policy had chosen on the way. */
interface Run {
  world: World;
  accepted: string[];
  /** Deliveries that somebody chose to repeat although their fate was unknown. */
  repeatChosen: Set<string>;
  /** Deliveries that somebody took for delivered. */
  resolvedDelivered: Set<string>;
}

async function run(schedule: Schedule): Promise<Run> {
  const world = new World(schedule);
  world.store.account('default').onUnknown = schedule.onUnknown;
  const accepted: string[] = [];
  for (const [index, script] of schedule.scripts.entries()) {
    const { id } = await world.accept(`c${index}`, index < 4 ? 'workday:1' : 'lever:2');
    world.kombo.script(id, script);
    accepted.push(id);
  }
  const result: Run = { world, accepted, repeatChosen: new Set(), resolvedDelivered: new Set() };
  if (schedule.onUnknown === 'retry') {
    accepted.forEach((id) => result.repeatChosen.add(id));
  }
  for (let index = 0; index < schedule.replicas; index += 1) {
    world.start();
  }
  for (const event of eventsOf(schedule, result)) {
    await world.clock.advance(Math.max(event.atMs - world.clock.elapsed, 0));
    await event.happen();
    if (world.alive().length === 0) {
      await world.clock.advance(2 * SECOND);
      world.start();
    }
  }
  await world.clock.advance(Math.max(FAULTY_TIME_MS - world.clock.elapsed, 0));

  // From here on all is well: every delivery must come to an end.
  world.faults.end();
  world.kombo.heal();
  // Calls that were on their way have met their faults by then, the deadly ones too.
  await world.clock.advance(10 * SECOND);
  if (world.alive().length === 0 || schedule.stops.length > 0) {
    world.start();
  }
  if (schedule.faults.some(({ fault }) => fault === 'freezes_after')) {
    // Whoever is frozen wakes and does its worst.
    await world.clock.advance(200 * SECOND);
  }
  const isDone = () =>
    accepted.every((id) =>
      ['delivered', 'failed', 'unknown', 'cancelled'].includes(world.store.delivery(id).state),
    );
  await world.clock.advanceUntil(isDone, 3 * 3_600 * SECOND);
  return result;
}

function eventsOf(schedule: Schedule, { world, accepted, ...chosen }: Run) {
  const replica = (index: number) => world.alive()[index % Math.max(world.alive().length, 1)];
  return [
    ...schedule.kills.map(({ atMs, replica: index }) => ({
      atMs,
      happen: async () => replica(index)?.process.kill(),
    })),
    ...schedule.outages.flatMap(({ atMs, forMs }) => [
      { atMs, happen: async () => void (world.faults.isDatabaseDown = true) },
      { atMs: atMs + forMs, happen: async () => void (world.faults.isDatabaseDown = false) },
    ]),
    ...schedule.jumps.map(({ atMs, replica: index, byMs }) => ({
      atMs,
      happen: async () => replica(index)?.process.jumpClock(byMs),
    })),
    ...schedule.stops.map(({ atMs, replica: index, graceMs }) => ({
      atMs,
      happen: async () => void replica(index)?.worker.stop(graceMs),
    })),
    ...schedule.humans.map(({ atMs, delivery, does }) => ({
      atMs,
      happen: async () => {
        const id = accepted[delivery % accepted.length] as string;
        if (does === 'release') {
          await world.store.releaseIntegration('default', world.store.delivery(id).integrationId);
          return;
        }
        const [from, to] = ACTIONS[does];
        const moved = await world.store.move('default', id, from, to);
        if (moved?.moved && does === 'not_delivered') {
          chosen.repeatChosen.add(id);
        }
        if (moved?.moved && does === 'delivered') {
          chosen.resolvedDelivered.add(id);
        }
      },
    })),
  ].sort((a, b) => a.atMs - b.atMs);
}

/** Everything that must hold whatever happened; throws with the reason. */
function check({ world, accepted, repeatChosen, resolvedDelivered }: Run): void {
  const { store, kombo } = world;
  for (const id of accepted) {
    const delivery = store.delivery(id);
    const attempts = store.attemptsOf(id);
    const writes = kombo.writesOf(id);
    const told = JSON.stringify({ delivery, attempts, posts: kombo.posts }, null, 1);
    const must = (holds: boolean, what: string) => {
      if (!holds) {
        throw new Error(`${what}: ${told}`);
      }
    };
    must(
      ['delivered', 'failed', 'unknown', 'cancelled'].includes(delivery.state),
      `not at an end but ${delivery.state}`,
    );
    must(
      attempts.every(({ finishedAt }) => finishedAt !== null),
      'an attempt is still open',
    );
    must(
      attempts.every(({ number }, index) => number === index + 1),
      'attempts are not 1, 2, 3 …',
    );
    must(
      delivery.state !== 'delivered' || writes.length > 0 || resolvedDelivered.has(id),
      'delivered, says the ledger, but nothing was written',
    );
    must(
      delivery.state !== 'failed' || writes.length === 0 || repeatChosen.has(id),
      'failed, says the ledger, but it was written',
    );
    must(
      writes.length <= 1 || repeatChosen.has(id),
      'written twice, and nobody chose to repeat it',
    );
    const closings = store.closings.filter(({ deliveryId }) => deliveryId === id);
    const outcomesOf = (attempt: number) =>
      closings.filter((closing) => closing.attempt === attempt).map(({ outcome }) => outcome);
    must(
      writes.slice(0, -1).every(({ attempt }) => outcomesOf(attempt)[0] === 'unknown'),
      'written again after an attempt whose fate was known',
    );
    must(
      attempts.every(({ number }) =>
        outcomesOf(number)
          .slice(0, -1)
          .every((o) => o === 'unknown'),
      ),
      'a known outcome was overwritten',
    );
    must(
      delivery.state === 'delivered' || closings.every(({ outcome }) => outcome !== 'delivered'),
      'an attempt was delivered and the delivery is not',
    );
    const perAttempt = kombo.posts.filter(({ deliveryId }) => deliveryId === id);
    must(
      new Set(perAttempt.map(({ attempt }) => attempt)).size === perAttempt.length,
      'one attempt was sent twice',
    );
  }
  expect(world.postsAfterSuccess).toEqual([]);
  expect(store.illegalMoves).toEqual([]);
  expect(store.listenerErrors).toEqual([]);
}

describe('the attempt protocol', () => {
  it(
    `keeps its promises with a fault at every await (${SCHEDULES} schedules)`,
    async () => {
      await fc.assert(
        fc.asyncProperty(schedules, async (schedule) => {
          const result = await run(schedule);
          try {
            check(result);
          } finally {
            result.world.close();
          }
        }),
        { numRuns: SCHEDULES },
      );
    },
    60_000 + SCHEDULES * 300,
  );
});
