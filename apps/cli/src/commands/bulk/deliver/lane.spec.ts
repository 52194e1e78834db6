import type { Outcome, ResponseLimits } from '@result-links/kombo-client';
import { Lane, type Fate, type LaneClosed, type LaneOptions, type PreparedRow } from './lane.js';
import { Pace } from './pace.js';

type Answer = { outcome: Outcome; limits?: ResponseLimits };

/** A lane over so many rows, with an ATS that answers as `answer` says. */
function laneOf(rows: number, answer: (row: number, attempt: number) => Answer | Promise<Answer>) {
  const log: string[] = [];
  const attempts = new Map<number, number>();
  let closed: LaneClosed | undefined;
  const errors: unknown[] = [];
  async function* prepared(): AsyncGenerator<PreparedRow[]> {
    for (let row = 1; row <= rows; row++) {
      const place = { row, line: row + 1, offset: 0, length: 0 };
      const body = { label: String(row), url: 'https://example.com' };
      yield [
        {
          kind: 'ready',
          place,
          integrationId: 'workday:a',
          target: { type: 'candidate', id: `c${row}` },
          body,
        },
      ];
    }
  }
  const options: LaneOptions = {
    integrationId: 'workday:a',
    pace: new Pace(),
    rows: prepared(),
    send: async (_target, { label }) => {
      const row = Number(label);
      attempts.set(row, (attempts.get(row) ?? 0) + 1);
      log.push(`send ${row}`);
      const { outcome, limits = {} } = await answer(row, attempts.get(row) as number);
      return { outcome, limits, code: null, logUrl: null, warnings: [] };
    },
    noteIntent: async ({ row }) => void log.push(`intent ${row}`),
    noteFate: async ({ row }, { state }: Fate) => void log.push(`${state} ${row}`),
    onClosed: (reason) => (closed = reason),
    onError: (error) => void errors.push(error),
  };
  return { lane: new Lane(options), options, log, attempts, errors, closed: () => closed };
}

describe('a lane', () => {
  it('notes each row before it goes out, and after', async () => {
    const { lane, log } = laneOf(100, () => ({ outcome: 'delivered' }));
    await lane.run();

    for (let row = 1; row <= 100; row++) {
      const places = ['intent', 'send', 'delivered'].map((what) => log.indexOf(`${what} ${row}`));
      expect(places).toEqual([...places].sort((a, b) => a - b));
      expect(places).not.toContain(-1);
    }
    expect(log).toHaveLength(300);
  });

  it('keeps within its window', async () => {
    let inFlight = 0;
    let most = 0;
    const { lane } = laneOf(200, async () => {
      most = Math.max(most, ++inFlight);
      await new Promise((resolve) => setTimeout(resolve, 2));
      inFlight -= 1;
      return { outcome: 'delivered', limits: { concurrencyLimit: 7 } };
    });
    await lane.run();

    expect(most).toBe(10); // the first window, before any answer
    expect(inFlight).toBe(0);
  });

  it('never sends again what was refused, or whose fate is unknown', async () => {
    const { lane, attempts, log } = laneOf(4, (row) => ({
      outcome: row % 2 === 0 ? 'rejected' : 'unknown',
    }));
    await lane.run();

    expect([...attempts.values()]).toEqual([1, 1, 1, 1]);
    expect(log).toEqual(expect.arrayContaining(['unknown 1', 'rejected 2']));
  });

  it('tries again what was not written', async () => {
    const { lane, attempts, log, closed } = laneOf(3, (row, attempt) => ({
      outcome: row === 2 && attempt < 2 ? 'unavailable' : 'delivered',
    }));
    await lane.run();

    expect(attempts.get(2)).toBe(2);
    expect(log.filter((entry) => entry.endsWith(' 2'))).toEqual([
      'intent 2',
      'send 2',
      'unavailable 2',
      'intent 2',
      'send 2',
      'delivered 2',
    ]);
    expect(closed()).toBeUndefined();
  });

  it('goes on when as many rows wait as may', async () => {
    let answered = 0;
    // Every other row is away at first: no series, so the integration as a whole is not blocked.
    const { lane, log } = laneOf(300, (row, attempt) => ({
      outcome: attempt === 1 && row <= 200 && ++answered % 2 === 0 ? 'unavailable' : 'delivered',
      limits: { concurrencyLimit: 300, concurrencyRemaining: 9 },
    }));
    await lane.run();

    expect(log.filter((entry) => entry.startsWith('delivered'))).toHaveLength(300);
  }, 40_000);

  it('wakes also when its wait ends between two looks at the clock', async () => {
    class EndingPace extends Pace {
      reads = 0;
      override get waitMs(): number {
        this.reads += 1;
        return this.reads <= 20 && this.reads % 2 === 1 ? 5 : 0;
      }
    }
    const { options, log } = laneOf(3, () => ({ outcome: 'delivered' }));
    await new Lane({ ...options, pace: new EndingPace() }).run();

    expect(log.filter((entry) => entry.startsWith('delivered'))).toHaveLength(3);
  }, 10_000);

  it('ends when its integration is broken, without beginning any further row', async () => {
    const { lane, closed, attempts } = laneOf(1_000, (row) => ({
      outcome: row === 5 ? 'integration_broken' : 'delivered',
    }));
    await lane.run();

    expect(closed()).toMatchObject({ state: 'integration_broken' });
    expect(attempts.size).toBeLessThan(30);
  });

  it('ends when it is asked for a very long wait', async () => {
    const { lane, closed } = laneOf(100, () => ({
      outcome: 'throttled',
      limits: { retryAfterSeconds: 7_200 },
    }));
    await lane.run();

    expect(closed()).toMatchObject({ state: 'throttled' });
  });

  it('lets what is in flight come to its end when it is stopped', async () => {
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    const { lane, log } = laneOf(1_000, async () => {
      await gate;
      return { outcome: 'delivered' };
    });
    const ended = lane.run();
    await new Promise((resolve) => setTimeout(resolve, 20));
    lane.stop();
    release();
    await ended;

    const sent = log.filter((entry) => entry.startsWith('send')).length;
    expect(sent).toBe(10);
    expect(log.filter((entry) => entry.startsWith('delivered'))).toHaveLength(sent);
  });

  it('sends nothing that could not be noted', async () => {
    const { lane, options, log, errors } = laneOf(100, () => ({ outcome: 'delivered' }));
    options.noteIntent = async () => {
      lane.stop();
      throw new Error('disk full');
    };
    await lane.run();

    expect(log.filter((entry) => entry.startsWith('send'))).toEqual([]);
    expect(errors.length).toBeGreaterThan(0);
  });
});
