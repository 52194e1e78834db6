import {
  harmless,
  waitedMs,
  type AttemptObserver,
  type AttemptWatch,
} from '../attempt-observer.js';
import { abortQuietly } from '../abort-quietly.js';
import { AttemptGoneError } from '../gone.js';
import { resultWithoutAnswer, storable, unsentTransition } from '../attempt-results.js';
import { decide, type Transition } from '../decide.js';
import type { AttemptResult } from '../model.js';
import { withoutTexts } from '../privacy/erasing.js';
import type { Clock, Courier, FinishInput, Log, StartedAttempt, WorkStore } from '../ports.js';
import type { Random } from '../waits.js';
import { storeRetryMs } from './periodic.js';

/** Settings of {@link AttemptRunner}. */
export interface AttemptRunnerOptions {
  workerId: string;
  store: Pick<WorkStore, 'finishAttempt' | 'getAccount'>;
  courier: Pick<Courier, 'send'>;
  clock: Clock;
  random: Random;
  log: Log;
  observer: AttemptObserver;
  /** How long a courier may take before its signal is aborted. */
  attemptLimitMs: number;
  /** How long it may take to come back after that. */
  abortGraceMs: number;
}

/** What a worker wants to know of a call while it lasts. */
export interface CallEvents {
  /** The request is on the wire; may be called more than once. */
  onSent(): void;
  /** The call is over, and its outcome is yet to be committed. */
  onAnswer(): void;
}

/** The two signals of a worker that ends. */
export interface EndSignals {
  /** Cuts the calls to Kombo that are still under way. */
  cut: AbortSignal;
  /** Gives up committing: the process ends, and the recovery of another one finds the open attempts. */
  giveUp: AbortSignal;
}

/** End of an attempt that is to be committed. */
interface AttemptEnding {
  result: AttemptResult;
  at: Date;
  /** `at` on the monotonic clock. */
  atMs: number;
  /** `null` if it is still to be decided. */
  transition: Transition | null;
  durationMs: number;
  watch: AttemptWatch;
}

/**
 * Makes attempts whose intent is committed: sends, decides, commits. A result is kept in memory until it is
 * committed, however long the database is away.
 */
export class AttemptRunner {
  private readonly observer: AttemptObserver;

  constructor(private readonly options: AttemptRunnerOptions) {
    this.observer = harmless(options.observer, (error) =>
      options.log.error({ err: error }, 'observing an attempt failed'),
    );
  }

  /** Makes one attempt. Never rejects. Returns whether its end is settled: committed, or the attempt is lost. */
  async run(
    started: StartedAttempt,
    signals: EndSignals,
    { onSent, onAnswer }: CallEvents,
  ): Promise<boolean> {
    const { clock } = this.options;
    const watch = this.watch(started);
    const sentAtMs = clock.monotonicMs();
    const result = await this.send(started, signals.cut, () => {
      watch.sent?.();
      onSent();
    });
    onAnswer();
    const { at, atMs } = this.present();
    const isCutUnsent = signals.cut.aborted && isCertainlyUnsent(result);
    const transition = isCutUnsent ? unsentTransition(at) : null;
    return this.close(
      started,
      { result, at, atMs, transition, durationMs: Math.round(atMs - sentAtMs), watch },
      signals,
    );
  }

  /** Gives an attempt back whose request never left this process. Never rejects. */
  async handBack(started: StartedAttempt, why: string, signals: EndSignals): Promise<boolean> {
    const { at, atMs } = this.present();
    const result = resultWithoutAnswer('unavailable', `Not sent: ${why}.`);
    return this.close(
      started,
      {
        ...{ result, at, atMs },
        transition: unsentTransition(at),
        durationMs: 0,
        watch: this.watch(started),
      },
      signals,
    );
  }

  /** Closes an attempt of a worker that is gone: once, since the next round of the recovery tries again. */
  async closeOrphan(started: StartedAttempt, result: AttemptResult): Promise<boolean> {
    const { at, atMs } = this.present();
    const watch = this.watch(started);
    const transition = await this.decideOn(started, result, at);
    const input = this.finishInput(started, result, transition, at);
    const isMine = await this.options.store.finishAttempt(input);
    this.tellClosed(input, started, { atMs, durationMs: 0, watch, isFirstWord: isMine });
    return isMine;
  }

  /** This moment: as a time of day for what is kept, and for measuring from it. */
  private present(): { at: Date; atMs: number } {
    const { clock } = this.options;
    return { at: clock.now(), atMs: clock.monotonicMs() };
  }

  private watch(started: StartedAttempt): AttemptWatch {
    return this.observer.begin(started, this.options.workerId);
  }

  private async send(
    { delivery }: StartedAttempt,
    cut: AbortSignal,
    onSent: () => void,
  ): Promise<AttemptResult> {
    const { clock, courier, attemptLimitMs, abortGraceMs } = this.options;
    const abort = new AbortController();
    const answered = new AbortController();
    /** Aborts when the time limit has no more to say: there is an answer, or the call was cut. */
    const limitOver = new AbortController();
    const cutNow = () => {
      abort.abort();
      abortQuietly(limitOver);
    };
    cut.addEventListener('abort', cutNow, { once: true });
    if (cut.aborted) {
      cutNow();
    }
    const limit = async (): Promise<AttemptResult> => {
      await clock.sleep(attemptLimitMs, limitOver.signal);
      if (!answered.signal.aborted) {
        abort.abort();
        await clock.sleep(abortGraceMs, answered.signal);
      }
      return resultWithoutAnswer(
        'unknown',
        'No answer came in time; the link may have been written.',
      );
    };
    try {
      return storable(await Promise.race([courier.send(delivery, abort.signal, onSent), limit()]));
    } catch (error) {
      // A courier does not throw. One that does has a bug, and nobody knows how far it got.
      this.options.log.error({ err: error, deliveryId: delivery.id }, 'the courier threw');
      return resultWithoutAnswer(
        'unknown',
        'Sending failed in an unforeseen way; the link may have been written.',
      );
    } finally {
      abortQuietly(answered);
      abortQuietly(limitOver);
      cut.removeEventListener('abort', cutNow);
    }
  }

  private async close(
    started: StartedAttempt,
    end: AttemptEnding,
    { giveUp }: EndSignals,
  ): Promise<boolean> {
    const { store, clock, random, log } = this.options;
    let transition = end.transition;
    for (let failures = 1; ; failures += 1) {
      try {
        // Decided once: a second try must not roll the dice again.
        transition ??= await this.decideOn(started, end.result, end.at);
        const input = this.finishInput(started, end.result, transition, end.at);
        const wasOpen = await store.finishAttempt(input);
        // After a failure "it was closed before" mostly means: by us, the commit had arrived.
        const isFirstWord = wasOpen || failures > 1;
        this.tellClosed(input, started, { ...end, isFirstWord });
        return true;
      } catch (error) {
        if (error instanceof AttemptGoneError && transition !== null) {
          this.tellLost(started, end, transition);
          return true;
        }
        const retryInMs = storeRetryMs(failures, random);
        log.error(
          { err: error, ...idsOf(started), failures, retryInMs },
          'the end of an attempt could not be committed; it is kept and tried again',
        );
        if (giveUp.aborted) {
          return false;
        }
        await clock.sleep(retryInMs, giveUp);
      }
    }
  }

  private async decideOn(
    { delivery }: StartedAttempt,
    result: AttemptResult,
    now: Date,
  ): Promise<Transition> {
    const policy =
      result.outcome === 'unknown'
        ? await this.options.store.getAccount(delivery.accountId)
        : { onUnknown: 'hold' as const };
    return decide(result, delivery, policy, { now, random: this.options.random });
  }

  private finishInput(
    { delivery, attempt }: StartedAttempt,
    result: AttemptResult,
    transition: Transition,
    at: Date,
  ): FinishInput {
    return {
      deliveryId: delivery.id,
      attemptNumber: attempt.number,
      startedAt: attempt.startedAt,
      workerId: this.options.workerId,
      result,
      transition,
      at,
    };
  }

  /** Once per lost attempt. Retrying can't help, and only the log has the outcome. */
  private tellLost(
    started: StartedAttempt,
    { result, at, durationMs, watch }: AttemptEnding,
    transition: Transition,
  ): void {
    const { outcome, details } = result;
    const { code, httpStatus, requestSent } = withoutTexts(details);
    this.options.log.error(
      {
        ...idsOf(started),
        workerId: this.options.workerId,
        ...(watch.traceId !== undefined && { traceId: watch.traceId }),
        ...{ outcome, code, httpStatus, requestSent, durationMs },
      },
      'attempt lost: the database no longer has it; the delivery may be gone or sent twice',
    );
    const end = { outcome, code, httpStatus, requestSent, next: transition.to };
    watch.end({ ...end, answeredAt: at, durationMs, isFirstWord: false, isLost: true });
  }

  /** Once per attempt, when its end is committed: one line of log, and the observer. */
  private tellClosed(
    { result, transition, at }: FinishInput,
    started: StartedAttempt,
    told: { atMs: number; durationMs: number; watch: AttemptWatch; isFirstWord: boolean },
  ): void {
    const { details, outcome } = result;
    const { code, httpStatus, requestSent } = withoutTexts(details);
    const { atMs, durationMs, watch, isFirstWord } = told;
    const isBad = outcome === 'unknown' || transition.effect === 'pause_account';
    this.options.log[isBad ? 'warn' : 'info'](
      {
        ...idsOf(started),
        workerId: this.options.workerId,
        ...(watch.traceId !== undefined && { traceId: watch.traceId }),
        outcome,
        next: transition.to,
        nextAttemptAt: transition.nextAttemptAt,
        code,
        httpStatus,
        requestSent,
        warnings: result.warnings.length,
        waitMs: waitedMs(started.delivery, started.attempt),
        durationMs,
        commitMs: Math.round(this.options.clock.monotonicMs() - atMs),
      },
      isFirstWord ? 'attempt closed' : 'attempt had been closed before',
    );
    const end = { outcome, code, httpStatus, requestSent, next: transition.to };
    watch.end({ ...end, answeredAt: at, durationMs, isFirstWord, isLost: false });
  }
}

function idsOf({ delivery, attempt }: StartedAttempt): Record<string, unknown> {
  return {
    deliveryId: delivery.id,
    attempt: attempt.number,
    accountId: delivery.accountId,
    integrationId: delivery.integrationId,
  };
}

function isCertainlyUnsent(result: AttemptResult): boolean {
  return result.outcome === 'unavailable' && result.details.requestSent === 'no';
}
