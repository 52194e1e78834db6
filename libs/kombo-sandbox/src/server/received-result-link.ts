import type { TargetType } from '../integrations/ready-integrations.js';

/** How a request ended. */
export interface ReceivedAnswer {
  /** HTTP status that was sent, or meant to be; `null` when the connection was cut or left hanging. */
  status: number | null;
  /** Kombo's error code in it, if any. */
  code: string | null;
  /**
   * `answered`: sent whole. `client-gone`: the client left before the answer (the link may have been
   * written all the same). The others: the scripted faults of these names.
   */
  ended: 'answered' | 'client-gone' | 'cut' | 'half-answer' | 'hang';
  /** Milliseconds from the whole request to its end. */
  durationMs: number;
}

/** One result link that somebody tried to write, refused ones included. */
export interface ReceivedResultLink {
  /** 1, 2, 3, … in the order of arrival, since the start or the last reset. */
  sequence: number;
  /** Arrival; ISO 8601, UTC. */
  at: string;
  /** `X-Integration-Id`; `null` when it was absent. */
  integrationId: string | null;
  /** Candidate or application, id as in the path. */
  target: { type: TargetType; id: string };
  /** The body as JSON; `null` when it was none. */
  body: unknown;
  /** The body as it came. */
  rawBody: string;
  /** Whether the link is in the ATS now. */
  wasWritten: boolean;
  /** `null` while the request is in flight. */
  answer: ReceivedAnswer | null;
  /** Lower-case names; never the API key. */
  requestHeaders: Record<string, string>;
}
