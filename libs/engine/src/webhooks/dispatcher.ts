import {
  runPeriodically,
  storeRetryMs,
  Wakeup,
  type Clock,
  type Log,
} from '@result-links/delivery';
import type {
  ClaimedMessage,
  ClaimOptions,
  SentMessage,
  WebhookOutbox,
} from '@result-links/persistence';
import { afterSend, type SendResult, type WebhookSender } from '@result-links/webhooks';
import type { WebhookObserver } from './webhook-observer.js';

const DAY_MS = 86_400_000;

/** What a {@link WebhookDispatcher} works with. Times in milliseconds. */
export interface DispatcherOptions {
  outbox: WebhookOutbox;
  send: WebhookSender;
  clock: Clock;
  random: () => number;
  log: Log;
  observer: WebhookObserver;
  disableAfterMs: number;
  /** Events on the wire at once in this process; default 1,000. */
  concurrency?: number;
  /** How often it looks for what is due; default 1 s. */
  pollMs?: number;
  /** How long a process may be silent about an event before another sends it; default 60 s. */
  leaseMs?: number;
}

/**
 * Events on the wire to one endpoint across all processes, and to one whose last attempt failed. Fewer
 * while less than a fifth of the places is free, so that endpoints that hang leave room for others.
 */
const PER_ENDPOINT = 5;
const PER_FAILING_ENDPOINT = 1;
/** Events claimed in one transaction. */
const CLAIM_SIZE = 50;

/** How long messages and attempts can be looked up, and a webhook of Kombo is recognised. */
const KEEP_MS = 30 * DAY_MS;
const PRUNE_EVERY_MS = 600_000;

const UNREADABLE_SECRET: SendResult = {
  succeeded: false,
  httpStatus: null,
  error: 'the secret cannot be opened: RESULT_LINKS_ENCRYPTION_KEY lacks its key',
  retryAfterSeconds: null,
};

/**
 * Sends what the outbox holds, until it is stopped. Many may work on one database. An event is claimed
 * for a time, sent, and what came of it committed; whoever dies in between leaves a claim that runs out,
 * so an event arrives at least once, and a repetition has the same id. Never rejects: what the database
 * refuses is logged and tried again.
 */
export class WebhookDispatcher {
  readonly #options: Required<DispatcherOptions>;
  readonly #news: Wakeup;
  readonly #stopping = new AbortController();
  readonly #cutting = new AbortController();
  readonly #running = new Set<Promise<void>>();
  #loops: Promise<unknown> | null = null;

  constructor(options: DispatcherOptions) {
    this.#options = { concurrency: 1_000, pollMs: 1_000, leaseMs: 60_000, ...options };
    this.#news = new Wakeup(this.#options.clock);
  }

  /** Starts sending and returns at once. */
  start(): void {
    const { outbox } = this.#options;
    const run = () => outbox.prune({ keepMs: KEEP_MS, keepKomboMs: KEEP_MS });
    const pruning = { name: 'pruning webhooks', everyMs: PRUNE_EVERY_MS, run };
    this.#stopping.signal.addEventListener('abort', () => this.#news.signal());
    this.#loops = Promise.all([
      this.#sendingLoop(),
      runPeriodically(pruning, this.#options, this.#stopping.signal),
    ]);
  }

  /** Claims nothing more, lets what is on the wire end for `graceMs`, then cuts it; it is sent again. */
  async stop(graceMs: number): Promise<void> {
    this.#stopping.abort();
    await this.#loops;
    const done = new AbortController();
    const ended = Promise.all(this.#running).finally(() => done.abort());
    await Promise.race([ended, this.#options.clock.sleep(graceMs, done.signal)]);
    this.#cutting.abort();
    await ended;
  }

  async #sendingLoop(): Promise<void> {
    const { outbox, clock, random, log, pollMs } = this.#options;
    let failures = 0;
    while (!this.#stopping.signal.aborted) {
      try {
        const claim = this.#nextClaim();
        const claimed = claim.limit > 0 ? await outbox.claim(claim) : [];
        failures = 0;
        claimed.forEach((message) => this.#launch(message));
        // Nothing (more) is due, or may go to its endpoint: until something has ended, or a while is over.
        if (claimed.length < claim.limit || claim.limit === 0) await this.#news.wait(pollMs);
      } catch (error) {
        failures += 1;
        const retryInMs = storeRetryMs(failures, random);
        log.error({ err: error, failures, retryInMs }, 'looking for webhooks to send failed');
        await clock.sleep(retryInMs, this.#stopping.signal);
      }
    }
  }

  #nextClaim(): ClaimOptions {
    const { concurrency, leaseMs } = this.#options;
    const free = concurrency - this.#running.size;
    const isNearlyFull = free < concurrency / 5;
    return {
      limit: Math.min(free, CLAIM_SIZE),
      perEndpoint: isNearlyFull ? 1 : PER_ENDPOINT,
      perFailingEndpoint: PER_FAILING_ENDPOINT,
      leaseMs,
    };
  }

  #launch(message: ClaimedMessage): void {
    const running = this.#deliver(message)
      .catch((error: unknown) => {
        const { id: messageId, attemptNumber } = message;
        // The claim runs out and it is sent again; receivers can tell by its id.
        this.#options.log.error({ err: error, messageId, attemptNumber }, 'webhook not recorded');
      })
      .finally(() => {
        this.#running.delete(running);
        this.#news.signal();
      });
    this.#running.add(running);
  }

  async #deliver(message: ClaimedMessage): Promise<void> {
    const { clock, random, disableAfterMs, outbox } = this.#options;
    const { id, type, attemptNumber, endpoint } = message;
    const startedAt = clock.now();
    const startedAtMs = clock.monotonicMs();
    const result = await this.#send(message);
    if (this.#cutting.signal.aborted && !result.succeeded) return;
    const now = clock.now();
    const { failingSince } = endpoint;
    const { nextAttemptAt, disable } = afterSend(result, {
      ...{ attemptNumber, eventType: type, failingSince, now, random, disableAfterMs },
    });
    const sent = {
      messageId: id,
      endpointId: endpoint.id,
      attemptNumber,
      type,
      startedAt,
      durationMs: Math.round(clock.monotonicMs() - startedAtMs),
      succeeded: result.succeeded,
      httpStatus: result.httpStatus,
      error: result.error,
      retryInMs: nextAttemptAt && nextAttemptAt.getTime() - now.getTime(),
      disable,
    };
    this.#report(message, sent, await outbox.finish(sent));
  }

  async #send({ endpoint, id, payload, secrets }: ClaimedMessage): Promise<SendResult> {
    return secrets.length === 0
      ? UNREADABLE_SECRET
      : this.#options.send(endpoint.url, { id, payload, secrets }, this.#cutting.signal);
  }

  #report(
    { endpoint: { accountId } }: ClaimedMessage,
    { startedAt: _startedAt, ...sent }: SentMessage,
    finished: { disabled: boolean } | null,
  ): void {
    const { log, observer } = this.#options;
    observer.sent(sent);
    if (finished === null) {
      log.warn({ ...sent, accountId }, 'webhook sent too late: another process has it');
    } else {
      log.info({ ...sent, accountId }, sent.succeeded ? 'webhook delivered' : 'webhook failed');
    }
    if (finished?.disabled && sent.disable) {
      const { endpointId, disable: reason } = sent;
      observer.disabled(sent.disable);
      log.warn({ endpointId, accountId, reason }, 'webhook endpoint switched off');
    }
  }
}
