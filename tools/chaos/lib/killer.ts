import type { Replica } from './replica.ts';
import { sleep } from './waiting.ts';

/** How killing goes. */
export interface KillOptions {
  kills: number;
  /** From when the last victim is ready again to the next kill, on average, in milliseconds. */
  everyMs: number;
  random: () => number;
  /** Called after each kill. */
  onKill?: (kills: number) => void;
}

/** The share of kills that come while the last victim is still starting. */
const DURING_START = 0.2;

/**
 * kill -9 of a random replica, over and over, each started again at once. Four kills out of five come
 * when the last victim is ready again (each pause is 0.5 to 1.5 times `everyMs`), the others without
 * waiting for that: so starting is interrupted too, and yet work gets done.
 *
 * @returns how long restarts took until ready, in milliseconds (of those that got so far)
 */
export async function killAtRandom(
  replicas: readonly Replica[],
  { kills, everyMs, random, onKill }: KillOptions,
): Promise<number[]> {
  const readyAfterMs: number[] = [];
  let starting: Promise<unknown> = Promise.resolve();
  for (let done = 1; done <= kills; done += 1) {
    const isSoon = random() < DURING_START;
    if (!isSoon) await starting;
    await sleep(everyMs * (isSoon ? random() / 2 : 0.5 + random()));
    const victim = replicas[Math.floor(random() * replicas.length)] as Replica;
    await victim.kill();
    victim.start();
    starting = victim.untilReady().then(
      (ms) => readyAfterMs.push(ms),
      // Killed again before it was ready. If it ended by itself, the replica has counted that.
      () => undefined,
    );
    onKill?.(done);
  }
  await Promise.all(replicas.map((replica) => replica.untilReady()));
  return readyAfterMs;
}
