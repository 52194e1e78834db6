/**
 * The error codes Kombo documents for ATS operations: a closed list of 24.
 * Source: Kombo OpenAPI document (`ErrorResponseATS`), 2026-05-02. Kombo adds codes over time, so
 * code that *reads* an answer must expect others; code that *writes* one may only use these or `null`
 * (the official SDK refuses any other).
 */
export const KOMBO_ERROR_CODES = [
  'PLATFORM.RATE_LIMIT_EXCEEDED',
  'PLATFORM.CONCURRENCY_LIMIT_EXCEEDED',
  'PLATFORM.INTEGRATION_NOT_FOUND',
  'PLATFORM.INPUT_INVALID',
  'PLATFORM.UNKNOWN_ERROR',
  'PLATFORM.IP_NOT_WHITELISTED',
  'PLATFORM.AUTHENTICATION_INVALID',
  'PLATFORM.TASK_TIMED_OUT',
  'INTEGRATION.PERMISSION_MISSING',
  'INTEGRATION.AUTHENTICATION_INVALID',
  'INTEGRATION.QA_FAILED',
  'INTEGRATION.SETUP_SYNC_PENDING',
  'INTEGRATION.SETUP_INCOMPLETE',
  'INTEGRATION.INACTIVE',
  'INTEGRATION.MODEL_NOT_AVAILABLE',
  'INTEGRATION.MODEL_DISABLED',
  'INTEGRATION.ACTION_NOT_AVAILABLE',
  'INTEGRATION.ACTION_DISABLED',
  'REMOTE.SERVICE_UNAVAILABLE',
  'REMOTE.RATE_LIMIT_EXCEEDED',
  'REMOTE.INPUT_INVALID',
  'REMOTE.UNKNOWN_HTTP_ERROR',
  'ATS.JOB_CLOSED',
  'ATS.APPLICATION_ALREADY_EXISTS',
] as const;

/** One of {@link KOMBO_ERROR_CODES}. */
export type KomboErrorCode = (typeof KOMBO_ERROR_CODES)[number];

const known: ReadonlySet<string> = new Set(KOMBO_ERROR_CODES);

/** Whether `code` is one of the 24 documented codes. */
export function isKomboErrorCode(code: unknown): code is KomboErrorCode {
  return typeof code === 'string' && known.has(code);
}
