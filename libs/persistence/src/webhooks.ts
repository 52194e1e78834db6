/** What is kept about outgoing webhooks, and who may ask for it. Every method is one transaction. */
import type { Actor } from '@result-links/delivery';

/** An address that is told what happens. */
export interface WebhookEndpoint {
  id: string;
  accountId: string;
  url: string;
  /** Types of events it wants. */
  events: string[];
  disabledAt: Date | null;
  disabledReason: 'by_hand' | 'failing' | 'gone' | null;
  /** Since when every attempt has failed; `null`: the last one went well. */
  failingSince: Date | null;
  /** Until when the secret before the last rotation signs too. */
  previousSecretUntil: Date | null;
  createdAt: Date;
}

/** What may be changed about an endpoint by hand. */
export interface WebhookEndpointChange {
  url?: string;
  events?: string[];
  isDisabled?: boolean;
}

/** One attempt to send an event. */
export interface WebhookAttempt {
  messageId: string;
  type: string;
  number: number;
  startedAt: Date;
  durationMs: number;
  /** `null`: no answer. */
  httpStatus: number | null;
  /** `null`: it succeeded. */
  error: string | null;
  nextAttemptAt: Date | null;
}

/**
 * Endpoints and what was sent to them, always within one account. `null`: there is no such endpoint. Changes with `by`
 * are recorded, see `AuditRecordStore`.
 */
export interface WebhookEndpointStore {
  /** `null`: the account has `atMost` already. */
  create(
    endpoint: { accountId: string; url: string; events: string[]; secret: string },
    atMost: number,
    by?: Actor,
  ): Promise<WebhookEndpoint | null>;
  /** Oldest first. */
  list(accountId: string): Promise<WebhookEndpoint[]>;
  find(accountId: string, id: string): Promise<WebhookEndpoint | null>;
  /** Switching on again forgets past failures; what still waits is due at once. */
  update(
    accountId: string,
    id: string,
    change: WebhookEndpointChange,
    by?: Actor,
  ): Promise<WebhookEndpoint | null>;
  /** `true`: there was one. Nothing more is sent to it but what is on the wire. */
  remove(accountId: string, id: string, by?: Actor): Promise<boolean>;
  /** The secret until now signs for another `keepPreviousMs`; one before that no longer does. */
  rotateSecret(
    accountId: string,
    id: string,
    secret: string,
    keepPreviousMs: number,
    by?: Actor,
  ): Promise<WebhookEndpoint | null>;
  /** Queues an event for this endpoint alone; returns the message's id. */
  enqueueTest(accountId: string, id: string, type: string, by?: Actor): Promise<string | null>;
  /** Newest first. */
  listAttempts(accountId: string, id: string, limit: number): Promise<WebhookAttempt[] | null>;
}

/** An event that this process may send now, until `leaseMs` after it was claimed. */
export interface ClaimedMessage {
  id: string;
  type: string;
  /** The exact text to send. */
  payload: string;
  /** 1, 2, 3 …; the attempt this claim is for. */
  attemptNumber: number;
  endpoint: { id: string; accountId: string; url: string; failingSince: Date | null };
  /** Newest first; empty: they cannot be opened with the encryption keys of this process. */
  secrets: string[];
}

/** How much to claim. */
export interface ClaimOptions {
  limit: number;
  /** Events on the wire to one endpoint, across all processes. */
  perEndpoint: number;
  /** The same for an endpoint whose last attempt failed, so that dead ones take few places. */
  perFailingEndpoint: number;
  /** Longer than any attempt takes: a process that is silent for that long is dead. */
  leaseMs: number;
}

/** What came of sending a claimed message. */
export interface SentMessage {
  messageId: string;
  endpointId: string;
  attemptNumber: number;
  type: string;
  startedAt: Date;
  durationMs: number;
  succeeded: boolean;
  httpStatus: number | null;
  error: string | null;
  /** Wait until the next attempt, in milliseconds; `null`: none. */
  retryInMs: number | null;
  /** Switch the endpoint off. */
  disable: 'failing' | 'gone' | null;
}

/** What the sending loop needs. */
export interface WebhookOutbox {
  claim(options: ClaimOptions): Promise<ClaimedMessage[]>;
  /**
   * Commits what came of an attempt. `null`: the claim had run out and somebody else has the message;
   * otherwise whether this switched the endpoint off.
   */
  finish(sent: SentMessage): Promise<{ disabled: boolean } | null>;
  /**
   * Forgets messages and attempts older than `keepMs`, those of endpoints that are gone, Kombo's webhooks
   * older than `keepKomboMs`, and secrets whose time is over. At most some thousand rows at once.
   *
   * @returns whether there may be more
   */
  prune(keep: { keepMs: number; keepKomboMs: number }): Promise<boolean>;
}
