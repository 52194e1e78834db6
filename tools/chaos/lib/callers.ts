import { acknowledgedId, submit, type Link } from './links.ts';
import { NoAnswerError } from './http.ts';
import type { Ledger } from './ledger.ts';
import { inParallel, sleep } from './waiting.ts';

/** How callers behave. */
export interface CallerOptions {
  /** Where replicas are reached; a random one is taken each time. */
  urls: readonly string[];
  callers: number;
  /** Links per second, all callers together; 0: as fast as they can. */
  perSecond: number;
  /** The share of links that is sent a second time, half of these at the same moment. */
  twice: number;
  random: () => number;
  /** Ends it early: what is not acknowledged by then is given up. */
  signal?: AbortSignal;
}

const RETRY_MS = [50, 250] as const;
const LONGEST_TRY_MS = 120_000;

/**
 * Hands all links over and notes every acknowledgement. A caller repeats, with the same key, when the
 * connection fails, when no answer comes within 10 s, and on 503; any other answer without a delivery is
 * counted and given up.
 */
export async function handOver(
  links: Iterable<Link>,
  ledger: Ledger,
  { urls, callers, perSecond, twice, random, signal }: CallerOptions,
): Promise<void> {
  const startedAt = performance.now();
  const options = { urls, random, ...(signal && { signal }) };
  const send = (link: Link) => handOverOne(link, ledger, options);
  let sent = 0;
  await inParallel(links, callers, async (link) => {
    const dueAt = perSecond > 0 ? startedAt + (sent * 1_000) / perSecond : 0;
    sent += 1;
    await sleep(Math.max(0, dueAt - performance.now()));
    const dice = random();
    await Promise.all([send(link), ...(dice < twice / 2 ? [send(link)] : [])]);
    if (dice >= twice / 2 && dice < twice) await send(link);
  });
}

async function handOverOne(
  link: Link,
  ledger: Ledger,
  { urls, random, signal }: Pick<CallerOptions, 'urls' | 'random' | 'signal'>,
): Promise<void> {
  const givesUpAt = performance.now() + LONGEST_TRY_MS;
  while (performance.now() < givesUpAt && signal?.aborted !== true) {
    const url = urls[Math.floor(random() * urls.length)] as string;
    try {
      const answer = await submit(url, link);
      ledger.count(answer.status);
      const id = acknowledgedId(answer);
      if (id !== null) return ledger.acknowledge(link, id);
      if (answer.status !== 503) return ledger.count(`unexpected ${answer.status} ${answer.text}`);
    } catch (error) {
      if (!(error instanceof NoAnswerError)) throw error;
      ledger.count(error.code);
    }
    await sleep(RETRY_MS[0] + random() * (RETRY_MS[1] - RETRY_MS[0]));
  }
  if (signal?.aborted !== true) ledger.count('unexpected: never acknowledged');
}
