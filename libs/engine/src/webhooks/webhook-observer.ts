/** Is told what happens to webhooks, for metrics. Never throws. */
export interface WebhookObserver {
  /**
   * A webhook of Kombo was answered.
   *
   * @param type `null`: it was not verified, or could not be read
   * @param result what it did, or why it was refused
   */
  komboWebhook(type: string | null, result: string): void;
  /** An attempt to send an event has ended. */
  sent(attempt: { type: string; succeeded: boolean; httpStatus: number | null }): void;
  /** An endpoint was switched off because of what it answered. */
  disabled(reason: 'failing' | 'gone'): void;
}

/** For a process without metrics. */
export const UNWATCHED: WebhookObserver = {
  komboWebhook: () => undefined,
  sent: () => undefined,
  disabled: () => undefined,
};
