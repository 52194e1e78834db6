import { World } from '../testing/world.js';
import { MINUTE, SECOND } from '../waits.js';

let world: World;

beforeEach(() => {
  world = new World();
  world.kombo.isWell = false;
});
afterEach(() => world.close());

async function broken(does: 'finds_integration_broken' | 'finds_account_broken', count = 8) {
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const { id } = await world.accept(`c${index}`);
    world.kombo.script(id, [{ does, latencyMs: index === 0 ? 0 : 100 }]);
    ids.push(id);
  }
  return ids;
}

function probes(): number {
  return world.log.filter(({ message }) => message === 'still parked').length;
}

describe('a broken integration', () => {
  it('parks all that wait for it at once, also what is accepted later', async () => {
    world.store.integration('default', 'workday:1').pace.window = 1;
    const ids = await broken('finds_integration_broken');
    world.start();
    await world.clock.advance(1 * SECOND);
    ids.push((await world.accept('later')).id);
    expect(ids.map((id) => world.store.delivery(id).state)).toEqual(Array(9).fill('parked'));
    expect(world.kombo.posts).toHaveLength(1);
    expect(world.store.delivery(ids[5] as string)).toMatchObject({
      ...{ attemptCount: 0, lastOutcome: 'integration_broken' },
      lastDetails: { code: 'INTEGRATION.AUTHENTICATION_INVALID' },
    });
  });

  it('is probed once for all replicas, from every minute to every hour', async () => {
    await broken('finds_integration_broken');
    world.start();
    world.start();
    await world.clock.advance(90 * SECOND);
    expect(probes()).toBe(1);
    await world.clock.advance(10 * 60 * MINUTE);
    // 1 + 2 + 5 + 10 + 20 + 40 minutes, then one an hour.
    expect(probes()).toBeGreaterThanOrEqual(12);
    expect(probes()).toBeLessThanOrEqual(18);
  });

  it.each([-60 * MINUTE, 60 * MINUTE])(
    'is probed as often by a replica whose clock is wrong by %d ms',
    async (ms) => {
      await broken('finds_integration_broken');
      world.start().process.jumpClock(ms);
      await world.clock.advance(90 * SECOND);
      expect(probes()).toBe(1);
      await world.clock.advance(4 * MINUTE);
      expect(probes()).toBeGreaterThanOrEqual(2);
      expect(probes()).toBeLessThanOrEqual(4);
    },
  );

  it('is released when a probe finds it well, and goes out slowly', async () => {
    const ids = await broken('finds_integration_broken');
    world.start();
    await world.clock.advance(10 * SECOND);
    world.kombo.heal();
    await world.clock.advance(70 * SECOND);
    await world.clock.advance(20 * SECOND);
    expect(ids.map((id) => world.store.delivery(id).state)).toEqual(Array(8).fill('delivered'));
    expect(world.store.integration('default', 'workday:1').pace.window).toBeLessThan(10);
  });

  it('is released although the probes of thirty others hang', async () => {
    for (let other = 0; other < 30; other += 1) {
      const { id } = await world.accept(`other-${other}`, `other:${other}`);
      world.kombo.script(id, [{ does: 'finds_integration_broken', latencyMs: 0 }]);
      world.kombo.silent.add(`other:${other}`);
    }
    const ids = await broken('finds_integration_broken');
    world.start();
    await world.clock.advance(10 * SECOND);
    world.kombo.heal();
    await world.clock.advance(90 * SECOND);
    expect(ids.map((id) => world.store.delivery(id).state)).toEqual(Array(8).fill('delivered'));
  });

  it('is probed by another when the prober dies', async () => {
    await broken('finds_integration_broken');
    const { process } = world.start();
    await world.clock.advanceUntil(
      () =>
        (world.store.integration('default', 'workday:1').probeAt?.getTime() ?? 0) >
        world.clock.now().getTime() + 80 * SECOND,
      3 * MINUTE,
    );
    process.kill();
    world.kombo.heal();
    world.start();
    await world.clock.advance(5 * MINUTE);
    expect(world.store.integration('default', 'workday:1').state).toBe('active');
  });
});

describe('a broken account', () => {
  it('pauses everything, fails nothing, and comes back', async () => {
    const ids = await broken('finds_account_broken');
    const other = await world.accept('x', 'lever:2');
    world.start();
    await world.clock.advance(10 * SECOND);
    const late = await world.accept('y', 'lever:2');
    expect(world.store.delivery(late.id).state).toBe('parked');
    expect(await world.store.listPausedAccounts()).toMatchObject([{ id: 'default' }]);
    world.kombo.heal();
    await world.clock.advance(2 * MINUTE);
    const states = [...ids, other.id, late.id].map((id) => world.store.delivery(id).state);
    expect(new Set(states)).toEqual(new Set(['delivered']));
  });
});

describe('a probe that goes wrong', () => {
  it('finds nothing out, and the keeper goes on', async () => {
    await broken('finds_integration_broken');
    const { keeper } = world.start();
    await world.clock.advance(10 * SECOND);
    world.kombo.heal();
    world.kombo.isWell = null as unknown as boolean;
    await world.clock.advance(3 * MINUTE);
    expect(probes()).toBeGreaterThanOrEqual(1);
    world.faults.isDatabaseDown = true;
    await world.clock.advance(30 * MINUTE);
    world.faults.isDatabaseDown = false;
    world.kombo.isWell = true;
    await world.clock.advance(30 * MINUTE);
    expect(world.store.integration('default', 'workday:1').state).toBe('active');
    let hasStopped = false;
    void keeper.stop().then(() => (hasStopped = true));
    await world.clock.advance(1 * MINUTE);
    expect(hasStopped).toBe(true);
    expect(() => keeper.start()).toThrow('once');
  });
});
