import {
  waitedMs,
  type AttemptEnd,
  type AttemptObserver,
  type AttemptWatch,
  type StartedAttempt,
} from '@result-links/delivery';
import { OUTCOME_BY_CODE } from '@result-links/kombo-client';
import { Counter, Histogram, type Registry } from 'prom-client';

/** Kombo takes up to 300 s for a write; calls are cut after 330 s. */
const ATTEMPT_SECONDS = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 330];
/** A link that nothing holds up is sent within milliseconds; backlogs take up to hours. */
const QUEUE_SECONDS = [0.025, 0.1, 0.25, 1, 5, 15, 60, 300, 900, 3_600, 14_400];
/** From "at once" to the end of the two days that unavailable ones are tried again. */
const DELIVERY_SECONDS = [0.25, 1, 5, 15, 60, 300, 900, 3_600, 14_400, 43_200, 86_400, 172_800];

/** Counts attempts by outcome and code, and how long they and their deliveries took. */
export class AttemptMetrics implements AttemptObserver {
  private readonly attempts: Counter<'outcome' | 'code'>;
  private readonly attemptSeconds: Histogram<'outcome'>;
  private readonly queueSeconds: Histogram;
  private readonly deliverySeconds: Histogram;
  private readonly lateAnswers: Counter<'outcome'>;
  private readonly lostAttempts: Counter<'outcome'>;

  constructor(registry: Registry) {
    const registers = [registry];
    this.attempts = new Counter({
      name: 'result_links_attempts_total',
      help: 'Attempts that were closed, by outcome and by the code of Kombo ("none": it gave none, "other": one we do not know).',
      labelNames: ['outcome', 'code'],
      registers,
    });
    this.attemptSeconds = new Histogram({
      name: 'result_links_attempt_duration_seconds',
      help: 'Calls to Kombo from request to answer, by outcome.',
      labelNames: ['outcome'],
      buckets: ATTEMPT_SECONDS,
      registers,
    });
    this.queueSeconds = new Histogram({
      name: 'result_links_send_wait_seconds',
      help: 'From the acceptance of a result link until the request of its first attempt was sent.',
      buckets: QUEUE_SECONDS,
      registers,
    });
    this.deliverySeconds = new Histogram({
      name: 'result_links_delivery_duration_seconds',
      help: 'From the acceptance of a result link until it was delivered.',
      buckets: DELIVERY_SECONDS,
      registers,
    });
    this.lateAnswers = new Counter({
      name: 'result_links_late_answers_total',
      help: 'Answers to attempts that had been closed as unknown meanwhile, because their worker seemed dead.',
      labelNames: ['outcome'],
      registers,
    });
    this.lostAttempts = new Counter({
      name: 'result_links_lost_attempts_total',
      help: 'Attempts that the database had lost when their outcome was to be saved, by that outcome.',
      labelNames: ['outcome'],
      registers,
    });
  }

  begin(started: StartedAttempt): AttemptWatch {
    const { delivery, attempt } = started;
    return {
      sent: () => {
        if (attempt.number !== 1) return;
        const waitedSeconds = (Date.now() - delivery.acceptedAt.getTime()) / 1_000;
        this.queueSeconds.observe(Math.max(waitedSeconds, 0));
      },
      end: (end) => this.count(started, end),
    };
  }

  private count({ delivery, attempt }: StartedAttempt, end: AttemptEnd): void {
    const { outcome, code, durationMs, isFirstWord, isLost } = end;
    if (isLost) {
      this.lostAttempts.inc({ outcome });
      return;
    }
    if (isFirstWord) {
      this.attempts.inc({ outcome, code: codeLabel(code) });
      this.attemptSeconds.observe({ outcome }, durationMs / 1_000);
    } else {
      this.lateAnswers.inc({ outcome });
    }
    if (outcome === 'delivered') {
      this.deliverySeconds.observe((waitedMs(delivery, attempt) + durationMs) / 1_000);
    }
  }
}

/** One of Kombo's 24 codes, `none` or `other`: what an answer says must not make new series. */
export function codeLabel(code: string | null): string {
  if (code === null) {
    return 'none';
  }
  return Object.hasOwn(OUTCOME_BY_CODE, code) ? code : 'other';
}
