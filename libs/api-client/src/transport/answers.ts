import type { FieldError, TouchedDeliveries } from '@result-links/contracts';
import { ResultLinksApiError, type DeliveryHeaders } from '../errors.js';

/** An answer, whatever its status. */
export interface TransportAnswer {
  status: number;
  /** The JSON value of the body; `undefined` when it is none. */
  body: unknown;
  /** The value of a header, by any spelling of its name. */
  header(name: string): string | undefined;
}

type Fields = Record<string, unknown>;

/** The headers that name a delivery. */
export function deliveryHeaders(
  answer: TransportAnswer,
): DeliveryHeaders & { isReplayed: boolean } {
  const deliveryId = answer.header('X-Delivery-Id');
  const deliveryState = answer.header('X-Delivery-State');
  const location = answer.header('Location');
  return {
    isReplayed: answer.header('Idempotent-Replayed') === 'true',
    ...(deliveryId === undefined ? {} : { deliveryId }),
    ...(deliveryState === undefined ? {} : { deliveryState }),
    ...(location === undefined ? {} : { location }),
  };
}

/** An answer that is no success as the error to throw. Reads leniently: a body can be anything. */
export function toApiError(answer: TransportAnswer): ResultLinksApiError {
  const envelope = asFields(asFields(answer.body)?.['error']);
  const delivery = deliveryHeaders(answer);
  if (envelope === undefined) {
    return new ResultLinksApiError(
      `HTTP ${answer.status} without a body of the result-links API; is this its URL?`,
      { ...delivery, status: answer.status, code: null, title: null, logUrl: null },
    );
  }
  const reason = asText(envelope['reason']);
  const fields = asFieldErrors(envelope['fields']);
  return new ResultLinksApiError(asText(envelope['message']) ?? `HTTP ${answer.status}`, {
    ...delivery,
    status: answer.status,
    code: asText(envelope['code']) ?? null,
    title: asText(envelope['title']) ?? null,
    logUrl: asText(envelope['log_url']) ?? null,
    ...(reason === undefined ? {} : { reason }),
    ...(fields === undefined ? {} : { fields }),
  });
}

/**
 * The `data` of a success in the envelope of this API.
 *
 * @throws ResultLinksApiError for an error, and for what another web server answers
 */
export function readData(answer: TransportAnswer): Fields {
  const body = asFields(answer.body);
  const data = asFields(body?.['data']);
  const isSuccess = answer.status >= 200 && answer.status < 300 && body?.['status'] === 'success';
  if (!isSuccess || data === undefined) {
    throw toApiError(answer);
  }
  return data;
}

/** How many deliveries an action touched. @throws ResultLinksApiError like {@link readData} */
export function readTouched(answer: TransportAnswer): TouchedDeliveries {
  const { count, dry_run } = readData(answer);
  if (typeof count !== 'number') {
    throw toApiError(answer);
  }
  return { count, dry_run: dry_run === true };
}

/** `value` when it is an object that is no array. */
export function asFields(value: unknown): Fields | undefined {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? (value as Fields) : undefined;
}

/** `value` when it is a string. */
export function asText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function asFieldErrors(value: unknown): FieldError[] | undefined {
  if (!Array.isArray(value)) {
    return undefined;
  }
  return value.flatMap((entry) => {
    const field = asFields(entry);
    return field === undefined
      ? []
      : [
          {
            path: asText(field['path']) ?? '',
            code: asText(field['code']) ?? '',
            message: asText(field['message']) ?? '',
          },
        ];
  });
}
