const REASON = new Error('over');

/**
 * Aborts where nobody looks at the reason, only that it is over: with one that was made beforehand, since
 * `abort()` by itself makes an error with a stack each time (5 µs).
 */
export function abortQuietly(controller: AbortController | null): void {
  controller?.abort(REASON);
}
