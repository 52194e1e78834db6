import type { FieldError, KomboErrorCode } from '@result-links/contracts';

/** What the headers of an answer tell about the delivery behind it; absent when there is none. */
export interface DeliveryHeaders {
  /** `X-Delivery-Id` */
  deliveryId?: string;
  /** `X-Delivery-State`, e.g. `delivered`, `failed`, `parked`, `unknown` */
  deliveryState?: string;
  /** `Location`: path of the delivery, e.g. `/v1/deliveries/0198…` */
  location?: string;
}

/** What a {@link ResultLinksApiError} is made of. */
export interface ApiErrorDetails extends DeliveryHeaders {
  /** HTTP status of the answer. */
  status: number;
  code: KomboErrorCode | (string & {}) | null;
  title: string | null;
  logUrl: string | null;
  reason?: string;
  fields?: FieldError[];
  isReplayed?: boolean;
}

/**
 * The API answered with an error, or with something that is not an answer of this API.
 *
 * Branch on `code` (Kombo's) and `reason` (this product's own, finer); on `status` only when both
 * are absent. With a `deliveryId` the result link was accepted and is kept: `deliveryState` tells
 * what became of it.
 */
export class ResultLinksApiError extends Error implements ApiErrorDetails {
  override readonly name = 'ResultLinksApiError';
  readonly status: number;
  /** One of Kombo's codes; `null` where none fits, or when the answer was not in the API's shape. */
  readonly code: KomboErrorCode | (string & {}) | null;
  readonly title: string | null;
  /** Page in Kombo's dashboard that shows the interaction. */
  readonly logUrl: string | null;
  /** e.g. `request_invalid`, `outcome_unknown` */
  readonly reason?: string;
  /** Every broken rule of an invalid request. */
  readonly fields?: FieldError[];
  readonly deliveryId?: string;
  readonly deliveryState?: string;
  readonly location?: string;
  /** The API had the result link already: this is the present answer about its delivery. */
  readonly isReplayed: boolean;

  constructor(message: string, details: ApiErrorDetails) {
    super(message);
    this.status = details.status;
    this.code = details.code;
    this.title = details.title;
    this.logUrl = details.logUrl;
    this.isReplayed = details.isReplayed ?? false;
    if (details.reason !== undefined) this.reason = details.reason;
    if (details.fields !== undefined) this.fields = details.fields;
    if (details.deliveryId !== undefined) this.deliveryId = details.deliveryId;
    if (details.deliveryState !== undefined) this.deliveryState = details.deliveryState;
    if (details.location !== undefined) this.location = details.location;
  }
}

/** No complete answer came from the API. */
export class ResultLinksNoAnswerError extends Error {
  override readonly name = 'ResultLinksNoAnswerError';
  /** A system or axios code: `ECONNREFUSED`, `ECONNRESET`, `ETIMEDOUT`, `ERR_CANCELED`, … */
  readonly code: string;
  /**
   * Whether the request may have reached the API. When `true`, a result link may have been accepted,
   * an action may have been done; the API recognises the same content, so sending a result link
   * again does not write it twice. When `false`, nothing has happened.
   */
  readonly requestSent: boolean;

  constructor(message: string, details: { code: string; requestSent: boolean }) {
    super(message);
    this.code = details.code;
    this.requestSent = details.requestSent;
  }
}
