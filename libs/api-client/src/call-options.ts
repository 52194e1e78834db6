/** Options of a single call. */
export interface CallOptions {
  /** Gives the call up; it then fails with a `ResultLinksNoAnswerError` of code `ERR_CANCELED`. */
  signal?: AbortSignal;
}
