import { VirtualClock } from '../testing/virtual-clock.js';
import { SECOND } from '../waits.js';
import { Heartbeat } from './heartbeat.js';

const clock = new VirtualClock();
let isDatabaseDown = false;
let heartbeat: Heartbeat;

async function beatAfter(ms: number): Promise<void> {
  await clock.advance(ms);
  await heartbeat.beat();
}

beforeEach(() => {
  isDatabaseDown = false;
  const store = {
    heartbeat: async () => {
      if (isDatabaseDown) {
        throw new Error('database is away');
      }
    },
  };
  heartbeat = new Heartbeat({
    ...{ workerId: 'w1', store, clock },
    ...{ heartbeatMs: 5 * SECOND, orphanAfterMs: 15 * SECOND },
  });
});

it('may judge from its first beat on when it is alone', async () => {
  const alone = new Heartbeat({
    ...{ workerId: 'w1', store: { heartbeat: async () => undefined }, clock, isAlone: true },
    ...{ heartbeatMs: 5 * SECOND, orphanAfterMs: 15 * SECOND },
  });
  expect(alone.mayJudgeOthers()).toBe(false);
  await alone.beat();
  expect(alone.mayJudgeOthers()).toBe(true);
});

describe('whether the others take this worker for alive', () => {
  it('is uncertain before the first beat, and from two thirds of the silence on', async () => {
    expect(heartbeat.isFresh()).toBe(false);
    await heartbeat.beat();
    expect(heartbeat.isFresh()).toBe(true);
    await clock.advance(9_999);
    expect(heartbeat.isFresh()).toBe(true);
    await clock.advance(1);
    expect(heartbeat.isFresh()).toBe(false);
  });

  it('is uncertain when the clock was set back', async () => {
    await heartbeat.beat();
    clock.jump(-1);
    expect(heartbeat.isFresh()).toBe(false);
    clock.jump(1);
  });

  it('is uncertain when it was silent for long, though the clock was set back meanwhile', async () => {
    await heartbeat.beat();
    await clock.advance(20 * SECOND);
    clock.jump(-15 * SECOND);
    expect(heartbeat.isFresh()).toBe(false);
    clock.jump(15 * SECOND);
  });

  it('is uncertain after a suspension, in which only the wall clock goes on', async () => {
    await heartbeat.beat();
    clock.jump(12 * SECOND);
    expect(heartbeat.isFresh()).toBe(false);
    clock.jump(-12 * SECOND);
  });

  it('counts from when the beat was asked for, not from when it was answered', async () => {
    const beat = clock.now();
    await heartbeat.beat();
    expect(clock.now()).toEqual(beat);
    await clock.advance(9 * SECOND);
    isDatabaseDown = true;
    await expect(heartbeat.beat()).rejects.toThrow('away');
    await clock.advance(1 * SECOND);
    expect(heartbeat.isFresh()).toBe(false);
  });
});

describe('whether this worker may judge others', () => {
  async function threeBeats(): Promise<void> {
    await heartbeat.beat();
    await beatAfter(5 * SECOND);
    expect(heartbeat.mayJudgeOthers()).toBe(false);
    await beatAfter(5 * SECOND);
    expect(heartbeat.mayJudgeOthers()).toBe(true);
  }

  it('takes three beats in a row', threeBeats);

  it('is over with a beat that failed, even if the next one comes soon', async () => {
    await threeBeats();
    isDatabaseDown = true;
    await expect(beatAfter(5 * SECOND)).rejects.toThrow('away');
    isDatabaseDown = false;
    await beatAfter(100);
    expect(heartbeat.mayJudgeOthers()).toBe(false);
    await beatAfter(5 * SECOND);
    await beatAfter(5 * SECOND);
    expect(heartbeat.mayJudgeOthers()).toBe(true);
  });

  it('is over with a gap: a call that hung, or a process that was frozen', async () => {
    await threeBeats();
    await beatAfter(10_001);
    expect(heartbeat.mayJudgeOthers()).toBe(false);
  });

  it.each([-3_600_000, 3_600_000])('is over when the clock jumps by %d ms', async (ms) => {
    await threeBeats();
    clock.jump(ms);
    await beatAfter(5 * SECOND);
    expect(heartbeat.mayJudgeOthers()).toBe(false);
    clock.jump(-ms);
  });
});
