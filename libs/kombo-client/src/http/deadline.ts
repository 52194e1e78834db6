/** Ends a call at its time limit or at the caller's word, whichever comes first. */
export interface Deadline {
  /** Aborted when the call has to end. */
  signal: AbortSignal;
  /** Why it was aborted, if it was. */
  reason(): 'timeout' | 'aborted' | undefined;
  /** Stops the clock and lets go of the caller's signal. */
  close(): void;
}

/**
 * Needed beside axios' own `timeout`, which starts anew with every byte: an answer that trickles in
 * would never end.
 */
export function openDeadline(timeoutMs: number, callerSignal?: AbortSignal): Deadline {
  const controller = new AbortController();
  let reason: 'timeout' | 'aborted' | undefined;
  const end = (why: 'timeout' | 'aborted') => {
    reason ??= why;
    controller.abort();
  };
  const onAbort = () => end('aborted');
  const timer = setTimeout(() => end('timeout'), timeoutMs);
  callerSignal?.addEventListener('abort', onAbort, { once: true });
  if (callerSignal?.aborted) {
    onAbort();
  }
  return {
    signal: controller.signal,
    reason: () => reason,
    close: () => {
      clearTimeout(timer);
      callerSignal?.removeEventListener('abort', onAbort);
    },
  };
}
