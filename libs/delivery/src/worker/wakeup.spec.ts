import { VirtualClock } from '../testing/virtual-clock.js';
import { Wakeup } from './wakeup.js';

const clock = new VirtualClock();

async function waitedMs(wakeup: Wakeup, ms: number): Promise<number> {
  const from = clock.elapsed;
  let endedAt = NaN;
  void wakeup.wait(ms).then(() => (endedAt = clock.elapsed));
  await clock.advanceUntil(() => !Number.isNaN(endedAt), 2 * ms);
  return endedAt - from;
}

describe('a wakeup', () => {
  it('sleeps as long as it may', async () => {
    expect(await waitedMs(new Wakeup(clock), 1_000)).toBe(1_000);
  });

  it('ends at once for news that came before, and only once for them', async () => {
    const wakeup = new Wakeup(clock);
    wakeup.signal();
    wakeup.signal();
    expect(await waitedMs(wakeup, 1_000)).toBe(0);
    expect(await waitedMs(wakeup, 1_000)).toBe(1_000);
  });

  it('ends with news that come meanwhile', async () => {
    const wakeup = new Wakeup(clock);
    void clock.sleep(300).then(() => wakeup.signal());
    expect(await waitedMs(wakeup, 1_000)).toBe(300);
    expect(await waitedMs(wakeup, 1_000)).toBe(1_000);
  });
});
