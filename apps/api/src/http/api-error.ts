import type {
  ErrorReason,
  FieldError,
  KomboErrorCode,
  ResultLinkErrorResponse,
} from '@result-links/contracts';

/** What an error answer is made of. */
export interface ApiErrorInit {
  status: number;
  /** One of Kombo's codes or `null`; the official SDK refuses any other. */
  code: KomboErrorCode | null;
  /** Our own finer code. */
  reason: ErrorReason;
  title: string;
  message: string;
  logUrl?: string | null;
  fields?: FieldError[];
  headers?: Record<string, string>;
}

/** An error that is meant for the caller. The filter turns it into Kombo's envelope. */
export class ApiError extends Error {
  readonly status: number;
  readonly reason: ErrorReason;
  readonly headers: Record<string, string>;

  constructor(private readonly init: ApiErrorInit) {
    super(init.message);
    this.name = 'ApiError';
    this.status = init.status;
    this.reason = init.reason;
    this.headers = init.headers ?? {};
  }

  /** Kombo's envelope, with our `reason` and `fields` beside its own keys. */
  toBody(): ResultLinkErrorResponse {
    const { code, title, message, logUrl, reason, fields } = this.init;
    return {
      status: 'error',
      error: { code, title, message, log_url: logUrl ?? null, reason, ...(fields && { fields }) },
    };
  }
}

/** The request breaks the contract; `fields` has every broken rule. */
export function invalidRequest(fields: FieldError[]): ApiError {
  const named = fields.map((field) => `${field.path || 'request'}: ${field.message}`);
  const shown = named.slice(0, 5).join('; ');
  const more = named.length > 5 ? `; and ${named.length - 5} more, see error.fields` : '';
  return new ApiError({
    status: 400,
    code: 'PLATFORM.INPUT_INVALID',
    reason: 'request_invalid',
    title: 'The request is not valid',
    message: `${shown}${more}`,
    fields,
  });
}
