/** Header name to value. */
export type Headers = Record<string, string>;

/**
 * What happens to one request instead of the normal answer. "Written" means: the link is in the ATS,
 * whatever the caller gets to hear; the sandbox then records it with `wasWritten: true`.
 */
export type Fault =
  /** The normal answer. Useful to lift the state of an integration, or with a latency. */
  | { kind: 'none' }
  /**
   * An error in Kombo's envelope. `code` may be one that Kombo does not have, or `null`.
   * `status`: default as in the table of codes, 500 for others. `writes`: default `false`; `true` is
   * what a task that timed out half-way can come to.
   */
  | {
      kind: 'error';
      code: string | null;
      status?: number;
      message?: string;
      headers?: Headers;
      writes?: boolean;
    }
  /**
   * Any bytes with any status. `writes`: default whether `status` is 2xx.
   * `body`: default empty; `contentType`: default none.
   */
  | {
      kind: 'answer';
      status: number;
      body?: string;
      contentType?: string;
      headers?: Headers;
      writes?: boolean;
    }
  /** The connection is cut without an answer, before or after the link is written. */
  | { kind: 'cut'; writes: boolean }
  /** The link is written; the connection is cut in the middle of the answer. */
  | { kind: 'half-answer' }
  /** No answer until the client goes away. `writes`: default `false`. */
  | { kind: 'hang'; writes?: boolean };

/** The kinds of {@link Fault}. */
export const FAULT_KINDS: readonly Fault['kind'][] = [
  'none',
  'error',
  'answer',
  'cut',
  'half-answer',
  'hang',
];

/** Whether a request that meets `fault` gets its link written. */
export function isWriting(fault: Fault): boolean {
  switch (fault.kind) {
    case 'none':
    case 'half-answer':
      return true;
    case 'answer':
      return fault.writes ?? (fault.status >= 200 && fault.status < 300);
    case 'error':
    case 'cut':
    case 'hang':
      return fault.writes ?? false;
  }
}
