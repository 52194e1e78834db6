import type {
  FieldError,
  PostAtsCandidatesCandidateIDResultLinksRequestBody,
} from '@result-links/contracts';
import type { Outcome } from '@result-links/kombo-client';
import type { DeliveryState } from './states.js';

/** The result link as it is stored and sent. */
export type ResultLinkBody = PostAtsCandidatesCandidateIDResultLinksRequestBody;

/** What a result link is written to, by Kombo id. */
export interface Target {
  type: 'candidate' | 'application';
  id: string;
}

/** The last word of Kombo (or of the network) on an attempt, ready to be shown. */
export interface OutcomeDetails {
  /** HTTP status of Kombo's answer; `null`: no answer. */
  httpStatus: number | null;
  /** Kombo's `error.code`, known or not; `null`: none given. */
  code: string | null;
  title: string | null;
  /** Kombo's message, or ours when there was no answer. No personal data of the request. */
  message: string | null;
  logUrl: string | null;
  /** Whether the request may have reached Kombo. */
  requestSent: 'no' | 'yes' | 'maybe';
}

/** One call to Kombo for a delivery. Append-only; the row is written before the request is. */
export interface Attempt {
  deliveryId: string;
  /** 1, 2, 3 … per delivery. */
  number: number;
  /** Process that makes (or made) the attempt. */
  workerId: string;
  startedAt: Date;
  /** `null` while under way. */
  finishedAt: Date | null;
  outcome: Outcome | null;
  details: OutcomeDetails | null;
  /** What Kombo wants to be logged about a write that succeeded. */
  warnings: string[];
}

/** One accepted result link on its way to one target. */
export interface Delivery {
  /** UUID v7: sorts by the time of acceptance. */
  id: string;
  accountId: string;
  integrationId: string;
  target: Target;
  /** `null` once it was erased (retention). */
  body: ResultLinkBody | null;
  /** SHA-256 (hex) of integration, target and canonical body. */
  contentHash: string;
  idempotencyKey: string | null;
  state: DeliveryState;
  /** Attempts started so far. */
  attemptCount: number;
  /** Attempts that count against the retry schedule (throttled ones do not). */
  countedAttempts: number;
  /** Throttled attempts since the last other outcome; sets the backoff of the next one. */
  throttledInARow: number;
  /** When the next attempt is due; `null` unless `queued` or `retrying`. */
  nextAttemptAt: Date | null;
  /** Outcome of the newest finished attempt; also set when a delivery is parked with its integration. */
  lastOutcome: Outcome | null;
  /** Of that attempt; without texts when it was another delivery's, see `withoutTexts`. */
  lastDetails: OutcomeDetails | null;
  warnings: string[];
  acceptedAt: Date;
  updatedAt: Date;
}

/** What an attempt came to, before the rules decide what follows. */
export interface AttemptResult {
  outcome: Outcome;
  details: OutcomeDetails;
  warnings: string[];
  limits: ObservedLimits;
}

/** Limits told by the headers of an answer; units as named, absent when not told. */
export interface ObservedLimits {
  concurrencyLimit?: number;
  concurrencyRemaining?: number;
  rateLimit?: number;
  rateRemaining?: number;
  rateResetSeconds?: number;
  retryAfterSeconds?: number;
}

/** Whether an integration takes writes. */
export type IntegrationState = 'active' | 'parked';

/** What is known of an integration: its state, its pace. */
export interface Integration {
  id: string;
  accountId: string;
  state: IntegrationState;
  /** Why it is parked; without texts of an attempt, see `withoutTexts`. */
  parkedDetails: OutcomeDetails | null;
  parkedAt: Date | null;
  /** When the next probe is due; `null` unless parked. */
  probeAt: Date | null;
  /** Probes made since it was parked. */
  probeCount: number;
  /** Hard cap of attempts in flight, learned from `Concurrency-Limit`. */
  concurrencyLimit: number;
  /** Attempts allowed in flight right now (slow start), ≤ `concurrencyLimit`. */
  window: number;
  inFlight: number;
  /** No attempt starts before this time. */
  blockedUntil: Date | null;
}

/** One Kombo environment. */
export interface Account {
  id: string;
  /** What happens to an attempt of unknown outcome. */
  onUnknown: 'hold' | 'retry';
  /** Set while the account is paused (bad Kombo key, IP not allowed); without texts of an attempt. */
  pausedDetails: OutcomeDetails | null;
  pausedAt: Date | null;
  /** Probes made since it was paused. */
  probeCount: number;
}

export type { FieldError };

/** What is written when an attempt is closed; the store writes it in one transaction. */
export interface ClosedAttempt {
  attempt: Attempt;
  delivery: Delivery;
  /** Whether the attempt was still open: the lease is free now, the pace learns, `finishAttempt` says true. */
  wasOpen: boolean;
  /** Whether the effect of the transition (parking, pausing, slowing) is to be carried out. */
  hasEffect: boolean;
}
