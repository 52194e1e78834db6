import type { StoreFault } from '../testing/faulty-store.js';
import { World } from '../testing/world.js';
import { resultWithoutAnswer } from '../attempt-results.js';
import type { AttemptResult } from '../model.js';
import type { Courier } from '../ports.js';
import { answered, type KomboStep } from '../testing/virtual-kombo.js';
import { MINUTE, SECOND } from '../waits.js';
import type { AttemptObserver } from '../attempt-observer.js';
import { DeliveryWorker } from './worker.js';

const worlds: World[] = [];

function courierThat(send: Courier['send']): Courier {
  return { send, probeIntegration: async () => null, probeAccount: async () => null };
}

function aWorld(...options: ConstructorParameters<typeof World>): World {
  const world = new World(...options);
  worlds.push(world);
  return world;
}

async function acceptMany(world: World, count: number, step?: KomboStep, integrationId?: string) {
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const { id } = await world.accept(`${integrationId ?? 'c'}-${ids.length}`, integrationId);
    if (step) {
      world.kombo.script(id, [step]);
    }
    ids.push(id);
  }
  return ids;
}

function statesOf(world: World, ids: string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  ids.forEach((id) => {
    const { state } = world.store.delivery(id);
    counts[state] = (counts[state] ?? 0) + 1;
  });
  return counts;
}

afterEach(() => worlds.splice(0).forEach((world) => world.close()));

describe('taking work', () => {
  it('drains a backlog without waiting between batches', async () => {
    const world = aWorld();
    world.store.integration('default', 'workday:1').pace.window = 30;
    const ids = await acceptMany(world, 400, { does: 'delivers', latencyMs: 10 });
    world.start();
    await world.clock.advance(1 * SECOND);
    expect(statesOf(world, ids)).toEqual({ delivered: 400 });
  });

  it('never has more under way than its concurrency, nor than the window of the integration', async () => {
    const world = aWorld();
    await acceptMany(world, 60, { does: 'delivers', latencyMs: 5 * SECOND }, 'a:1');
    await acceptMany(world, 60, { does: 'delivers', latencyMs: 5 * SECOND }, 'b:1');
    const { worker } = world.start({ concurrency: 15 });
    for (let second = 0; second < 20; second += 1) {
      await world.clock.advance(1 * SECOND);
      expect(worker.inFlight).toBeLessThanOrEqual(15);
      for (const integration of world.store.integrations.values()) {
        expect(world.store.inFlight(integration)).toBeLessThanOrEqual(integration.pace.window);
      }
    }
    // The last place is for an integration that has no call open.
    expect(worker.inFlight).toBe(14);
  });

  it('starts new work at once when told, and within the poll interval when the news is lost', async () => {
    const world = aWorld();
    world.start();
    await world.clock.advance(10_300);
    const told = await world.accept('told');
    await world.clock.advance(20);
    expect(world.store.attemptsOf(told.id)).toHaveLength(1);

    jest.spyOn(world.store as unknown as { announce(): void }, 'announce').mockReturnValue();
    await world.clock.advance(10_300);
    const untold = await world.accept('untold');
    await world.clock.advance(1_010);
    expect(world.store.attemptsOf(untold.id)).toHaveLength(1);
  });

  it('wakes when a retry falls due', async () => {
    const world = aWorld();
    const { id } = await world.accept('c');
    world.kombo.script(id, [{ does: 'throttles_for_10s', latencyMs: 0 }]);
    world.start({ pollMs: 10 * MINUTE });
    await world.clock.advance(60 * SECOND);
    const [first, second] = world.kombo.posts.map(({ atMs }) => atMs);
    const waitMs = (second ?? NaN) - (first ?? NaN);
    expect(waitMs).toBeGreaterThanOrEqual(10 * SECOND);
    expect(waitMs).toBeLessThan(11.1 * SECOND);
  });

  it('is no busy loop: not when idle, and not when what is due may not start', async () => {
    const world = aWorld();
    const { worker } = world.start();
    await world.clock.advance(10 * MINUTE);
    expect(world.faults.callsOf('startAttempts')).toBeLessThanOrEqual(605);

    const blocked = world.store.integration('default', 'workday:1');
    blocked.pace.blockedUntil = new Date(world.clock.now().getTime() + 10 * MINUTE);
    await acceptMany(world, 5);
    const before = world.faults.callsOf('startAttempts');
    await world.clock.advance(9 * MINUTE);
    expect(worker.inFlight).toBe(0);
    expect(world.faults.callsOf('startAttempts') - before).toBeLessThanOrEqual(560);
  });

  it('is fair: 1,000 waiting for one integration do not delay another', async () => {
    const world = aWorld();
    await acceptMany(world, 1_000, { does: 'delivers', latencyMs: 30 * SECOND }, 'slow:1');
    world.start();
    await world.clock.advance(90 * SECOND);
    const { id } = await world.accept('other', 'quick:1');
    await world.clock.advance(2 * SECOND);
    expect(world.store.delivery(id).state).toBe('delivered');
  });
});

describe('neighbors', () => {
  const hangs: KomboStep = { does: 'hangs_after_writing', latencyMs: 0 };

  it('that hang, more than there are places, keep no integration that is well waiting', async () => {
    const world = aWorld();
    for (let integration = 0; integration < 60; integration += 1) {
      await acceptMany(world, 10, hangs, `hangs:${integration}`);
    }
    const { worker } = world.start({ concurrency: 100 });
    await world.clock.advance(30 * SECOND);
    expect(worker.inFlight).toBeGreaterThan(60);
    for (let round = 0; round < 10; round += 1) {
      const { id } = await world.accept(`well-${round}`, 'well:1');
      await world.clock.advance(250);
      expect(world.store.delivery(id).state).toBe('delivered');
    }
    expect(worker.freeCalls).toBeGreaterThan(0);
  });

  it('that had earned a large window before they hang do not either', async () => {
    const world = aWorld();
    for (let integration = 0; integration < 4; integration += 1) {
      await acceptMany(world, 50, hangs, `hangs:${integration}`);
      world.store.integration('default', `hangs:${integration}`).pace.window = 30;
    }
    world.start({ concurrency: 100 });
    await world.clock.advance(5 * SECOND);
    const ids = await acceptMany(world, 10, undefined, 'well:1');
    await world.clock.advance(500);
    expect(statesOf(world, ids)).toEqual({ delivered: 10 });
  });

  it('whose account cannot be connected to leave few attempts unsent, and others go on', async () => {
    const world = aWorld();
    const unsent: string[] = [];
    const courier = courierThat(async (delivery, _signal, onSent) => {
      if (delivery.accountId === 'cut-off') {
        unsent.push(delivery.id);
        return new Promise(() => undefined);
      }
      onSent();
      return answered('delivered', null);
    });
    for (let index = 0; index < 100; index += 1) {
      await world.accept(`c-${index}`, `x:${index}`, 'cut-off');
    }
    const well = await acceptMany(world, 50, undefined, 'well:1');
    world.start({ courier, concurrency: 1_000 });
    await world.clock.advance(5 * SECOND);
    expect(statesOf(world, well)).toEqual({ delivered: 50 });
    expect(unsent.length).toBeGreaterThan(0);
    expect(unsent.length).toBeLessThan(8 + 8);
  });

  it('never has more than a handful claimed and unsent, however many links wait', async () => {
    const world = aWorld();
    const ids: string[] = [];
    for (let integration = 0; integration < 50; integration += 1) {
      ids.push(...(await acceptMany(world, 10, undefined, `x:${integration}`)));
    }
    const claims = jest.spyOn(world.store, 'startAttempts');
    world.start({ concurrency: 1_000 });
    await world.clock.advance(2 * SECOND);
    expect(statesOf(world, ids)).toEqual({ delivered: 500 });
    for (const [, limit] of claims.mock.calls) expect(limit).toBeLessThanOrEqual(8);
  });
});

describe('a worker that dies', () => {
  it.each(['kills_before_writing', 'kills_after_writing'] as const)(
    '(%s) leaves an unknown delivery, found within 25 s by a worker that lives',
    async (does) => {
      const world = aWorld();
      const { id } = await world.accept('c');
      world.kombo.script(id, [{ does, latencyMs: 7 * SECOND }]);
      const first = world.start();
      await world.clock.advance(2 * SECOND);
      world.start();
      await world.clock.advance(6 * SECOND);
      expect(first.process.isAlive).toBe(false);
      const diedAtMs = first.process.diedAtMs as number;
      await world.clock.advanceUntil(() => world.store.delivery(id).state !== 'delivering', MINUTE);
      expect(world.store.delivery(id)).toMatchObject({ state: 'unknown', attemptCount: 1 });
      expect(world.clock.elapsed - diedAtMs).toBeLessThanOrEqual(25 * SECOND);
      expect(world.kombo.posts).toHaveLength(1);
    },
  );

  it('is found within 25 s by itself started again, though it is the only one', async () => {
    const world = aWorld();
    const { id } = await world.accept('c');
    world.kombo.script(id, [{ does: 'kills_after_writing', latencyMs: 20 * SECOND }]);
    const { process } = world.start();
    await world.clock.advance(21 * SECOND);
    world.start();
    await world.clock.advanceUntil(() => world.store.delivery(id).state === 'unknown', MINUTE);
    expect(world.clock.elapsed - (process.diedAtMs as number)).toBeLessThanOrEqual(25 * SECOND);
  });

  it('has its attempts repeated where the account wants that', async () => {
    const world = aWorld();
    world.store.account('default').onUnknown = 'retry';
    const { id } = await world.accept('c');
    world.kombo.script(id, [{ does: 'kills_before_writing', latencyMs: 100 }]);
    world.start();
    world.start();
    await world.clock.advance(3 * MINUTE);
    expect(world.store.delivery(id)).toMatchObject({ state: 'delivered', attemptCount: 2 });
  });
});

describe('while the database is away', () => {
  it('nobody is taken for dead, nothing is lost, and all goes on by itself', async () => {
    const world = aWorld();
    const ids = await acceptMany(world, 9, { does: 'delivers', latencyMs: 20 * SECOND });
    world.start({ concurrency: 3 });
    world.start({ concurrency: 3 });
    world.start({ concurrency: 3 });
    await world.clock.advance(10 * SECOND);
    world.faults.isDatabaseDown = true;
    await world.clock.advance(50 * SECOND);
    world.start();
    await world.clock.advance(10 * SECOND);
    expect(statesOf(world, ids)).toEqual({ delivering: 9 });
    world.faults.isDatabaseDown = false;
    await world.clock.advance(10 * SECOND);
    expect(statesOf(world, ids)).toEqual({ delivered: 9 });
    expect(world.store.closings.map(({ outcome }) => outcome)).toEqual(Array(9).fill('delivered'));
    expect(world.kombo.posts).toHaveLength(9);
  });

  it('a long one: calls that are still under way when it is back are not taken for orphans', async () => {
    const world = aWorld();
    const ids = await acceptMany(world, 3, { does: 'delivers', latencyMs: 4 * MINUTE });
    world.start();
    await world.clock.advance(10 * SECOND);
    world.faults.isDatabaseDown = true;
    await world.clock.advance(2 * MINUTE);
    world.faults.isDatabaseDown = false;
    world.start();
    await world.clock.advance(3 * MINUTE);
    expect(world.store.closings.map(({ outcome }) => outcome)).toEqual(Array(3).fill('delivered'));
    expect(statesOf(world, ids)).toEqual({ delivered: 3 });
  });

  it('it tries at most every few seconds', async () => {
    const world = aWorld();
    world.start();
    await world.clock.advance(1 * SECOND);
    world.faults.isDatabaseDown = true;
    const before = world.faults.callsOf('heartbeat') + world.faults.callsOf('startAttempts');
    await world.clock.advance(10 * MINUTE);
    const tries =
      world.faults.callsOf('heartbeat') + world.faults.callsOf('startAttempts') - before;
    expect(tries).toBeLessThan(300);
    expect(world.log.filter(({ level }) => level === 'error').length).toBeGreaterThan(50);
  });
});

describe('an attempt that was given and whose giving got lost', () => {
  it.each<StoreFault>(['fails_after', 'fails_then_happens'])(
    '(%s) is given back unsent',
    async (fault) => {
      const world = aWorld({ faults: [{ method: 'startAttempts', call: 0, fault }] });
      const { id } = await world.accept('c');
      world.start();
      await world.clock.advance(45 * SECOND);
      expect(world.store.delivery(id).state).toBe('delivered');
      expect(world.store.closings.map(({ outcome }) => outcome)).toEqual(
        fault === 'fails_after'
          ? ['unavailable', 'delivered']
          : expect.arrayContaining(['delivered']),
      );
      expect(world.kombo.posts).toHaveLength(1);
    },
  );
});

describe('an attempt whose giving was still on its way when it failed', () => {
  it('is found later', async () => {
    const world = aWorld({
      faults: [{ method: 'startAttempts', call: 1, fault: 'fails_then_happens' }],
    });
    world.start({ pollMs: 20 * SECOND });
    await world.clock.advance(20 * SECOND + 900);
    jest.spyOn(world.store as unknown as { announce(): void }, 'announce').mockReturnValue();
    const { id } = await world.accept('c');
    await world.clock.advance(1 * SECOND);
    expect(world.store.delivery(id).state).toBe('delivering');
    await world.clock.advance(60 * SECOND);
    expect(world.store.delivery(id)).toMatchObject({ state: 'delivered', attemptCount: 2 });
    expect(world.kombo.posts).toHaveLength(1);
  });
});

describe('the end of an attempt', () => {
  it('is decided once, however often committing it fails', async () => {
    const world = aWorld({
      faults: [0, 1, 2].map((call) => ({ method: 'finishAttempt', call, fault: 'fails_after' })),
    });
    const finish = jest.spyOn(world.store, 'finishAttempt');
    const { id } = await world.accept('c');
    world.kombo.script(id, [{ does: 'throttles', latencyMs: 0 }]);
    world.start();
    await world.clock.advanceUntil(() => finish.mock.calls.length === 4, MINUTE);
    const [first, ...again] = finish.mock.calls;
    expect(again).toEqual([first, first, first]);
    expect(world.store.attemptsOf(id)[0]?.outcome).toBe('throttled');
  });

  it('can be kept by any database, whatever the courier brings back', async () => {
    const world = aWorld();
    const { id } = await world.accept('c');
    const courier = courierThat(async () => ({ ...answered('rejected', 'X'), warnings: ['a\0b'] }));
    world.start({ courier });
    await world.clock.advance(1 * SECOND);
    expect(world.store.attemptsOf(id)[0]?.warnings).toEqual(['a\ufffdb']);
  });

  it('is unknown when the courier brings back nonsense', async () => {
    const world = aWorld();
    const { id } = await world.accept('c');
    world.start({ courier: courierThat(async () => undefined as unknown as AttemptResult) });
    await world.clock.advance(1 * SECOND);
    expect(world.store.delivery(id).state).toBe('unknown');
  });

  it('comes at the time limit when the courier hangs', async () => {
    const world = aWorld();
    const { id } = await world.accept('c');
    world.start({ courier: courierThat(() => new Promise(() => undefined)) });
    await world.clock.advance(330 * SECOND);
    expect(world.store.delivery(id).state).toBe('delivering');
    await world.clock.advance(10 * SECOND);
    expect(world.store.delivery(id).state).toBe('unknown');
  });
});

describe('a worker that was frozen', () => {
  it('does not send what others have closed and repeated meanwhile', async () => {
    const world = aWorld({
      faults: [{ method: 'startAttempts', call: 0, fault: 'freezes_after' }],
    });
    world.store.account('default').onUnknown = 'retry';
    const { id } = await world.accept('c');
    world.start();
    await world.clock.advance(5);
    world.start();
    await world.clock.advance(5 * MINUTE);
    expect(world.kombo.posts).toHaveLength(1);
    expect(world.store.delivery(id).state).toBe('delivered');
    expect(world.postsAfterSuccess).toEqual([]);
  });

  it('repairs the books with an answer that comes late', async () => {
    const world = aWorld();
    const { id } = await world.accept('c');
    world.kombo.script(id, [{ does: 'delivers', latencyMs: 3 * SECOND }]);
    const { process } = world.start();
    world.start();
    await world.clock.advance(2 * SECOND);
    process.freeze(1 * MINUTE);
    await world.clock.advance(40 * SECOND);
    expect(world.store.delivery(id).state).toBe('unknown');
    await world.clock.advance(30 * SECOND);
    expect(world.store.delivery(id)).toMatchObject({ state: 'delivered', attemptCount: 1 });
  });
});

describe('stopping', () => {
  it('under load lets running attempts end, cuts the rest, and takes nothing new', async () => {
    const world = aWorld();
    world.store.integration('default', 'workday:1').pace.window = 30;
    const quick = await acceptMany(world, 10, { does: 'delivers', latencyMs: 3 * SECOND });
    const slow = await acceptMany(
      world,
      10,
      { does: 'delivers', latencyMs: 60 * SECOND },
      'slow:1',
    );
    const waiting = await acceptMany(
      world,
      50,
      { does: 'delivers', latencyMs: 3 * SECOND },
      'more:1',
    );
    const { worker, id } = world.start();
    await world.clock.advance(1 * SECOND);
    const under = worker.inFlight;
    expect(under).toBeGreaterThanOrEqual(18);
    const posts = world.kombo.posts.length;

    let stoppedAtMs = 0;
    void worker.stop(5 * SECOND).then(() => (stoppedAtMs = world.clock.elapsed));
    await world.clock.advance(1 * MINUTE);

    expect(stoppedAtMs).toBeLessThanOrEqual(7 * SECOND);
    expect(world.kombo.posts).toHaveLength(posts);
    const all = [...quick, ...slow, ...waiting];
    expect(statesOf(world, all)['delivering']).toBeUndefined();
    expect(world.store.workers.has(id)).toBe(false);
    const cut = world.store.closings.filter(({ outcome }) => outcome === 'unknown');
    expect(cut.length).toBeGreaterThan(0);
    expect(statesOf(world, waiting)['queued']).toBeGreaterThan(20);
  });

  it('is no dying: what runs on is not taken for an orphan meanwhile', async () => {
    const world = aWorld();
    const { id } = await world.accept('c');
    world.kombo.script(id, [{ does: 'delivers', latencyMs: 60 * SECOND }]);
    const { worker } = world.start();
    await world.clock.advance(1 * SECOND);
    world.start();
    void worker.stop(5 * MINUTE);
    await world.clock.advance(70 * SECOND);
    expect(world.store.closings.map(({ outcome }) => outcome)).toEqual(['delivered']);
    expect(world.store.delivery(id).state).toBe('delivered');
  });

  it('gives back unsent what it was being given', async () => {
    const world = aWorld({ faults: [{ method: 'startAttempts', call: 0, fault: 'is_slow' }] });
    const { id } = await world.accept('c');
    const { worker } = world.start();
    await world.clock.advance(1 * SECOND);
    void worker.stop(30 * SECOND);
    await world.clock.advance(30 * SECOND);
    expect(world.kombo.posts).toHaveLength(0);
    expect(world.store.delivery(id)).toMatchObject({ state: 'retrying', countedAttempts: 0 });
  });

  it('does not count an attempt that it cut before anything was sent', async () => {
    const world = aWorld();
    const { id } = await world.accept('c');
    const courier = courierThat(async (_delivery, signal) => {
      await world.clock.sleep(60 * SECOND, signal);
      return resultWithoutAnswer('unavailable', 'aborted while connecting');
    });
    const { worker } = world.start({ courier });
    await world.clock.advance(1 * SECOND);
    void worker.stop(1 * SECOND);
    await world.clock.advance(1_100);
    const { state, countedAttempts, nextAttemptAt } = world.store.delivery(id);
    expect({ state, countedAttempts }).toEqual({ state: 'retrying', countedAttempts: 0 });
    expect(nextAttemptAt?.getTime()).toBeLessThanOrEqual(world.clock.now().getTime());
  });

  it.each(['fail', 'hang'])(
    'does not sign off while the ends of attempts %s to be committed',
    async (how) => {
      const world = aWorld();
      await world.accept('c');
      const { worker, id: workerId } = world.start();
      jest
        .spyOn(world.store, 'finishAttempt')
        .mockImplementation(() =>
          how === 'hang' ? new Promise(() => undefined) : Promise.reject(new Error('no')),
        );
      await world.clock.advance(1 * SECOND);
      let hasStopped = false;
      void worker.stop(1 * SECOND).then(() => (hasStopped = true));
      await world.clock.advance(1 * MINUTE);
      expect(hasStopped).toBe(true);
      expect(world.store.workers.has(workerId)).toBe(true);
    },
  );

  it('leaves to the others what cannot be committed, and then does not sign off', async () => {
    const world = aWorld();
    const { id } = await world.accept('c');
    world.kombo.script(id, [{ does: 'delivers', latencyMs: 2 * SECOND }]);
    const { worker, id: workerId } = world.start();
    await world.clock.advance(1 * SECOND);
    world.faults.isDatabaseDown = true;
    let hasStopped = false;
    void worker.stop(5 * SECOND).then(() => (hasStopped = true));
    await world.clock.advance(1 * MINUTE);
    expect(hasStopped).toBe(true);
    world.faults.isDatabaseDown = false;
    expect(world.store.workers.has(workerId)).toBe(true);
    world.start();
    await world.clock.advance(30 * SECOND);
    expect(world.store.delivery(id).state).toBe('unknown');
  });

  it('ends when a call to Kombo and the database both hang', async () => {
    const world = aWorld();
    const { id } = await world.accept('c');
    world.kombo.script(id, [{ does: 'hangs_after_writing', latencyMs: 0 }]);
    const { worker } = world.start();
    await world.clock.advance(1 * SECOND);
    jest.spyOn(world.store, 'finishAttempt').mockReturnValue(new Promise(() => undefined));
    let hasStopped = false;
    void worker.stop(1 * SECOND).then(() => (hasStopped = true));
    await world.clock.advance(1 * MINUTE);
    expect(hasStopped).toBe(true);
  });

  it('can be asked for twice, and before starting', async () => {
    const world = aWorld();
    const { worker } = world.start();
    let ends = 0;
    void worker.stop(1_000).then(() => (ends += 1));
    void worker.stop(1_000).then(() => (ends += 1));
    await world.clock.advance(30 * SECOND);
    expect(ends).toBe(2);
    expect(() => worker.start()).toThrow('once');
  });
});

describe('the log', () => {
  it('has one line per attempt, with ids and without personal data', async () => {
    const world = aWorld();
    const { id } = await world.accept('secret-candidate');
    world.kombo.script(id, [{ does: 'throttles', latencyMs: 10 }]);
    world.start();
    await world.clock.advance(5 * SECOND);
    const lines = world.log.filter(({ message }) => message === 'attempt closed');
    expect(lines.map(({ fields }) => fields['outcome'])).toEqual(['throttled', 'delivered']);
    expect(lines[0]?.fields).toMatchObject({
      ...{ deliveryId: id, attempt: 1, accountId: 'default', integrationId: 'workday:1' },
      ...{ workerId: 'worker-1', next: 'retrying', code: 'PLATFORM.CONCURRENCY_LIMIT_EXCEEDED' },
      ...{ httpStatus: 400, requestSent: 'yes', durationMs: 10, waitMs: expect.any(Number) },
    });
    expect(lines[1]?.fields['waitMs']).toBeGreaterThanOrEqual(250);
    expect(JSON.stringify(world.log)).not.toContain('secret-candidate');
  });

  it('names the late answer to an attempt that was closed meanwhile otherwise', async () => {
    const world = aWorld();
    const { id } = await world.accept('a');
    world.kombo.script(id, [{ does: 'delivers', latencyMs: 60_000 }]);
    const { process } = world.start();
    await world.clock.advance(1 * SECOND);
    process.freeze(30 * SECOND);
    world.start();
    await world.clock.advance(2 * MINUTE);
    expect(world.log.map(({ message }) => message).filter((m) => m.startsWith('attempt'))).toEqual([
      'attempt closed',
      'attempt had been closed before',
    ]);
  });
});

describe('attempts that the database has lost', () => {
  const LOST = /^attempt lost/;
  const lostLines = (world: World) => world.log.filter(({ message }) => LOST.test(message));

  it('end with one line each and no retries, and do not hold up others', async () => {
    const world = aWorld();
    const ids = await acceptMany(world, 3, { does: 'delivers', latencyMs: 2 * SECOND });
    const ends: unknown[] = [];
    const observer: AttemptObserver = {
      begin: ({ delivery }) => ({
        end: ({ isLost, outcome }) => ends.push([delivery.id, isLost, outcome]),
      }),
    };
    const { worker } = world.start({ observer });
    await world.clock.advance(1 * SECOND);
    const [gone, kept, attemptGone] = ids as [string, string, string];
    world.store.deliveries.delete(gone);
    world.store.attempts.delete(gone);
    world.store.attempts.set(attemptGone, []);
    await world.clock.advance(30 * SECOND);

    expect(lostLines(world).map(({ fields }) => fields)).toEqual([
      expect.objectContaining({ deliveryId: gone, attempt: 1, outcome: 'delivered' }),
      expect.objectContaining({ deliveryId: attemptGone, attempt: 1, outcome: 'delivered' }),
    ]);
    expect(world.log.map(({ message }) => message)).not.toContain(
      'the end of an attempt could not be committed; it is kept and tried again',
    );
    expect(ends).toEqual(
      expect.arrayContaining([
        [gone, true, 'delivered'],
        [kept, false, 'delivered'],
        [attemptGone, true, 'delivered'],
      ]),
    );
    expect(world.store.delivery(kept).state).toBe('delivered');
    expect(worker.inFlight).toBe(0);
  });

  it('are told from a later one with the same number', async () => {
    const world = aWorld();
    const { id } = await world.accept('a');
    world.kombo.script(id, [
      { does: 'delivers', latencyMs: 2 * SECOND },
      { does: 'rejects', latencyMs: 4 * SECOND },
    ]);
    world.start();
    await world.clock.advance(1 * SECOND);
    // Set back to before the claim, as a promoted standby that lags is.
    world.store.attempts.set(id, []);
    Object.assign(world.store.delivery(id), {
      ...{ state: 'queued', attemptCount: 0, nextAttemptAt: world.clock.now() },
    });
    await world.clock.advance(10 * SECOND);

    expect(lostLines(world)).toHaveLength(1);
    expect(world.store.attemptsOf(id)).toEqual([
      expect.objectContaining({ number: 1, outcome: 'rejected' }),
    ]);
  });
});

describe('an observer', () => {
  it('sees every attempt begin and end, and gives the log its trace id', async () => {
    const world = aWorld();
    const { id } = await world.accept('a');
    world.kombo.script(id, [{ does: 'throttles', latencyMs: 10 }]);
    const seen: unknown[] = [];
    const observer: AttemptObserver = {
      begin: ({ attempt, delivery }, workerId) => {
        seen.push(['begin', delivery.id, attempt.number, workerId]);
        return { traceId: `trace-${attempt.number}`, end: (end) => seen.push(['end', end]) };
      },
    };
    world.start({ observer });
    await world.clock.advance(5 * SECOND);
    expect(seen).toEqual([
      ['begin', id, 1, 'worker-1'],
      ['end', expect.objectContaining({ outcome: 'throttled', next: 'retrying', durationMs: 10 })],
      ['begin', id, 2, 'worker-1'],
      ['end', expect.objectContaining({ outcome: 'delivered', code: null, isFirstWord: true })],
    ]);
    const lines = world.log.filter(({ message }) => message === 'attempt closed');
    expect(lines.map(({ fields }) => fields['traceId'])).toEqual(['trace-1', 'trace-2']);
  });

  it.each(['begin', 'end'])('that throws in %s changes nothing', async (where) => {
    const world = aWorld();
    const { id } = await world.accept('a');
    const fail = () => {
      throw new Error('the observer is broken');
    };
    const observer: AttemptObserver =
      where === 'begin' ? { begin: fail } : { begin: () => ({ end: fail }) };
    world.start({ observer });
    await world.clock.advance(5 * SECOND);
    expect(world.store.delivery(id).state).toBe('delivered');
    expect(world.log.map(({ message }) => message)).toContain('observing an attempt failed');
  });
});

describe('settings', () => {
  it.each([
    [{ concurrency: 0 }, /concurrency/],
    [{ concurrency: 1.5 }, /concurrency/],
    [{ pollMs: NaN }, /pollMs/],
    [{ heartbeatMs: 6_000 }, /orphanAfterMs/],
  ])('%j are refused', (options, message) => {
    expect(() => aWorld().start(options)).toThrow(message);
  });

  it('that are undefined are the defaults', () => {
    expect(aWorld().start({ concurrency: undefined }).worker).toBeInstanceOf(DeliveryWorker);
  });
});
