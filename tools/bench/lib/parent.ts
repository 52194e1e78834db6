import { once } from 'node:events';

/** For a process of a bench: tells its parent something, and ends with it. */
export function tellParent(what: unknown): void {
  if (process.listenerCount('disconnect') === 0) {
    process.on('disconnect', () => process.exit());
  }
  process.send?.(what);
}

/** The next message of the parent. */
export async function parentSays(): Promise<unknown> {
  const [message] = (await once(process, 'message')) as [unknown];
  return message;
}
