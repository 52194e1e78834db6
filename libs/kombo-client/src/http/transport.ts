import type { Deadline } from './deadline.js';
import type { Observation } from './observed-transport.js';

/** A request as it goes on the wire. */
export interface WireRequest {
  method: string;
  /** Absolute, encoded. */
  url: string;
  headers: Record<string, string>;
  /** JSON text. */
  body: string | undefined;
}

/** What came back, whatever its status. */
export interface WireAnswer {
  status: number;
  /** Reads a header of the answer by its lower-case name. */
  header: (name: string) => unknown;
  text: string;
}

/** A call under way, as the transport sees that makes its request. */
export interface CallUnderWay {
  /** Where the transport notes how far the request gets. */
  observation: Observation;
  deadline: Deadline;
  /** @throws Error when the call has ended meanwhile: nothing more may be sent */
  assertGoesOn: () => void;
}

/** The answer is longer than allowed; its head is in the observation. */
export class AnswerTooLargeError extends Error {
  override name = 'AnswerTooLargeError';
}
