/**
 * What a contract says about the result-link writes, whatever it was written in: one shape for our
 * contract, Kombo's OpenAPI document and the official SDK, so that they can be compared.
 */

/** The two writes, by the folder of Kombo's route. */
export const REQUESTS = ['candidates', 'applications'] as const;

/** One of {@link REQUESTS}. */
export type RequestName = (typeof REQUESTS)[number];

/** What is said about one field. */
export interface Field {
  /** JSON types, sorted and joined: `string`, `null|string`, `array`. */
  readonly type: string;
  readonly isRequired: boolean;
  /** The closed set of values; absent where any value goes. */
  readonly values?: readonly string[];
}

/** Fields by path: `request_body.details.attributes[].key`. Parents come before their children. */
export type Fields = ReadonlyMap<string, Field>;

/** One contract, ready to be compared. */
export interface Shape {
  readonly requests: Readonly<Record<RequestName, Fields>>;
  readonly errorCodes: readonly string[];
}

/** The parts of a request as Kombo's SDKs and our contract name them. */
export const REQUEST_FIELDS = {
  integration: 'x_integration_id',
  target: { candidates: 'candidate_id', applications: 'application_id' },
  body: 'request_body',
} as const;

/** A document, an SDK or a flag that cannot be used; the message says why. */
export class UnusableInput extends Error {
  override readonly name = 'UnusableInput';
}
