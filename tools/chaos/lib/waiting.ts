import { setTimeout as sleep } from 'node:timers/promises';

export { sleep };

/** What was waited for did not happen. */
export class WaitedTooLongError extends Error {
  override readonly name = 'WaitedTooLongError';
}

/**
 * Asks again and again until the answer is neither `null`, `undefined` nor `false`, and returns it.
 *
 * @throws WaitedTooLongError after `timeoutMs`, naming `what`
 */
export async function until<T>(
  what: string,
  { timeoutMs, everyMs = 50 }: { timeoutMs: number; everyMs?: number },
  ask: () => Promise<T | null | undefined | false> | T | null | undefined | false,
): Promise<T> {
  const endsAt = performance.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (answer !== null && answer !== undefined && answer !== false) return answer;
    if (performance.now() > endsAt) {
      throw new WaitedTooLongError(`${what}: not within ${timeoutMs} ms`);
    }
    await sleep(everyMs);
  }
}

/** Does `work` for every item, at most `width` at a time. */
export async function inParallel<T>(
  items: Iterable<T>,
  width: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const iterator = items[Symbol.iterator]();
  const lane = async () => {
    for (let next = iterator.next(); !next.done; next = iterator.next()) await work(next.value);
  };
  await Promise.all(Array.from({ length: width }, lane));
}
