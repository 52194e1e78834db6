/** How fast an integration may be written to; kept in its row. All of it is learned. */
export interface IntegrationPace {
  concurrencyLimit: number;
  window: number;
  /** Successes since the window last grew. */
  windowCredit: number;
  blockedUntil: Date | null;
  /** Times the integration was slowed down since its last success; sets the length of the next block. */
  throttlesInARow: number;
  /** Requests left in Kombo's rate window, and when that window ends; `null`: not known. */
  rateRemaining: number | null;
  rateResetAt: Date | null;
  /**
   * GCRA's theoretical arrival time for a configured rate, epoch milliseconds with fractions (a `Date`
   * would round them away and with them the exactness); `null`: no rate configured or never used.
   */
  gcraTatMs: number | null;
}
