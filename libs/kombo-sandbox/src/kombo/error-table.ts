import type { KomboErrorCode } from '@result-links/contracts';

/** What Kombo says with one error code. */
export interface ErrorFacts {
  /** HTTP status it is sent with. */
  status: number;
  /**
   * Where the status comes from: `docs` (docs.kombo.dev/guides/errors and the concurrency guide),
   * `fixtures` (test fixtures of Kombo's own SDK), `inferred` (no document says; a plausible guess).
   * Clients have to branch on the code, never on an inferred status.
   */
  source: 'docs' | 'fixtures' | 'inferred';
  /** Short label. Kombo's own titles are in no document, so all of these are inferred. */
  title: string;
  /** What the sandbox says when a script gives no message of its own. */
  message: string;
}

/** The 24 documented codes. The type makes a code that is added to the contract fail to compile here. */
export const ERROR_TABLE: Readonly<Record<KomboErrorCode, ErrorFacts>> = {
  'PLATFORM.RATE_LIMIT_EXCEEDED': {
    status: 429,
    source: 'docs',
    title: 'Rate limit exceeded',
    message: 'Too many requests. Wait as long as the ratelimit-reset header says.',
  },
  'PLATFORM.CONCURRENCY_LIMIT_EXCEEDED': {
    status: 429,
    source: 'docs',
    title: 'Concurrency limit exceeded',
    message: 'Too many actions in flight on this integration. Nothing was done.',
  },
  'PLATFORM.INTEGRATION_NOT_FOUND': {
    status: 404,
    source: 'inferred',
    title: 'Integration not found',
    message: 'There is no integration with this id in this environment.',
  },
  'PLATFORM.INPUT_INVALID': {
    status: 400,
    source: 'fixtures',
    title: 'Input invalid',
    message: 'The request does not match the schema.',
  },
  'PLATFORM.UNKNOWN_ERROR': {
    status: 500,
    source: 'inferred',
    title: 'Unknown error',
    message: 'Something went wrong inside the platform.',
  },
  'PLATFORM.IP_NOT_WHITELISTED': {
    status: 403,
    source: 'inferred',
    title: 'IP not allowed',
    message: 'Requests with this API key may not come from this IP address.',
  },
  'PLATFORM.AUTHENTICATION_INVALID': {
    status: 401,
    source: 'fixtures',
    title: 'Authentication invalid',
    message: 'The API key is missing or wrong.',
  },
  'PLATFORM.TASK_TIMED_OUT': {
    status: 504,
    source: 'inferred',
    title: 'Task timed out',
    message: 'The task took too long and was given up.',
  },
  'INTEGRATION.PERMISSION_MISSING': {
    status: 403,
    source: 'fixtures',
    title: 'Permission missing',
    message: 'The credentials of the customer lack a permission in the ATS.',
  },
  'INTEGRATION.AUTHENTICATION_INVALID': {
    // On purpose the same status as a wrong API key: only the code tells the two apart.
    status: 401,
    source: 'inferred',
    title: 'Integration authentication invalid',
    message: 'The credentials of the customer are no longer valid. They need to reconnect.',
  },
  'INTEGRATION.QA_FAILED': {
    status: 409,
    source: 'docs',
    title: 'QA failed',
    message: 'The first sync of this integration failed its quality checks.',
  },
  'INTEGRATION.SETUP_SYNC_PENDING': {
    status: 409,
    source: 'docs',
    title: 'Setup sync pending',
    message: 'The first sync of this integration is still running.',
  },
  'INTEGRATION.SETUP_INCOMPLETE': {
    status: 409,
    source: 'docs',
    title: 'Setup incomplete',
    message: 'The customer has not finished setting up this integration.',
  },
  'INTEGRATION.INACTIVE': {
    status: 409,
    source: 'inferred',
    title: 'Integration inactive',
    message: 'This integration is switched off.',
  },
  'INTEGRATION.MODEL_NOT_AVAILABLE': {
    status: 400,
    source: 'inferred',
    title: 'Model not available',
    message: 'This data model is not available for this tool.',
  },
  'INTEGRATION.MODEL_DISABLED': {
    status: 403,
    source: 'inferred',
    title: 'Model disabled',
    message: 'This data model is switched off in the scope configuration.',
  },
  'INTEGRATION.ACTION_NOT_AVAILABLE': {
    status: 400,
    source: 'inferred',
    title: 'Action not available',
    message: 'This action is not available for this tool.',
  },
  'INTEGRATION.ACTION_DISABLED': {
    status: 403,
    source: 'inferred',
    title: 'Action disabled',
    message: 'This action is switched off in the scope configuration or by the customer.',
  },
  'REMOTE.SERVICE_UNAVAILABLE': {
    status: 503,
    source: 'inferred',
    title: 'Remote service unavailable',
    message: 'The ATS is not available right now.',
  },
  'REMOTE.RATE_LIMIT_EXCEEDED': {
    status: 429,
    source: 'inferred',
    title: 'Remote rate limit exceeded',
    message: 'The ATS accepts no more requests for now.',
  },
  'REMOTE.INPUT_INVALID': {
    status: 400,
    source: 'inferred',
    title: 'Remote input invalid',
    message: 'The ATS refused the input.',
  },
  'REMOTE.UNKNOWN_HTTP_ERROR': {
    status: 502,
    source: 'inferred',
    title: 'Unknown remote HTTP error',
    message: 'The ATS answered something unexpected.',
  },
  'ATS.JOB_CLOSED': {
    status: 400,
    source: 'fixtures',
    title: 'Job closed',
    message: 'The job is closed and takes no more applications.',
  },
  'ATS.APPLICATION_ALREADY_EXISTS': {
    status: 409,
    source: 'inferred',
    title: 'Application already exists',
    message: 'The candidate has applied for this job before.',
  },
};

/** What goes with a code that is `null` or that Kombo does not have yet. All inferred. */
const OTHER: ErrorFacts = {
  status: 500,
  source: 'inferred',
  title: 'Error',
  message: 'Something went wrong.',
};

/** The facts of `code`; a code outside the table, or none, is an HTTP 500 with a general message. */
export function errorFacts(code: string | null): ErrorFacts {
  if (code === null || !Object.hasOwn(ERROR_TABLE, code)) return OTHER;
  return ERROR_TABLE[code as KomboErrorCode];
}
