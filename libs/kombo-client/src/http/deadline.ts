/** Ends a call at its time limit or at the caller's word, whichever comes first. */
export interface Deadline {
  /** Why the call had to end, if it had to. */
  reason(): 'timeout' | 'aborted' | undefined;
  /** Ends the call as if its time limit were reached. */
  expire(): void;
  /** Calls `end` when the call has to end, at once if that is now. The last one given counts. */
  onEnd(end: () => void): void;
  /** The same as a signal, for those who understand nothing else; made when asked for, for it is not cheap. */
  signal(): AbortSignal;
  /** Stops the clock and lets go of the caller's signal. */
  close(): void;
}

/**
 * Needed beside axios' own `timeout`, which starts anew with every byte: an answer that trickles in
 * would never end.
 */
export function openDeadline(timeoutMs: number, callerSignal?: AbortSignal): Deadline {
  let reason: 'timeout' | 'aborted' | undefined;
  let controller: AbortController | undefined;
  let onEnd: (() => void) | undefined;
  const end = (why: 'timeout' | 'aborted') => {
    reason ??= why;
    controller?.abort();
    onEnd?.();
  };
  const onAbort = () => end('aborted');
  const expire = () => end('timeout');
  const timer = setTimeout(expire, timeoutMs);
  callerSignal?.addEventListener('abort', onAbort, { once: true });
  if (callerSignal?.aborted) {
    onAbort();
  }
  return {
    reason: () => reason,
    expire,
    onEnd: (listener) => {
      onEnd = listener;
      if (reason !== undefined) {
        listener();
      }
    },
    signal: () => {
      controller ??= new AbortController();
      if (reason !== undefined) {
        controller.abort();
      }
      return controller.signal;
    },
    close: () => {
      clearTimeout(timer);
      callerSignal?.removeEventListener('abort', onAbort);
    },
  };
}
