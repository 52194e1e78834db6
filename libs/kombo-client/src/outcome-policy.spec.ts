import { KOMBO_ERROR_CODES, type KomboErrorCode } from '@result-links/contracts';
import {
  isSafeToRepeat,
  OUTCOME_BY_CODE,
  outcomeOf,
  ruleFor,
  type Outcome,
} from './outcome-policy.js';

/** Written by hand from the policy of the product, not from the code. */
const EXPECTED: Record<KomboErrorCode, Outcome> = {
  'PLATFORM.RATE_LIMIT_EXCEEDED': 'throttled',
  'PLATFORM.CONCURRENCY_LIMIT_EXCEEDED': 'throttled',
  'PLATFORM.INTEGRATION_NOT_FOUND': 'rejected',
  'PLATFORM.INPUT_INVALID': 'rejected',
  'PLATFORM.UNKNOWN_ERROR': 'unknown',
  'PLATFORM.IP_NOT_WHITELISTED': 'account_broken',
  'PLATFORM.AUTHENTICATION_INVALID': 'account_broken',
  'PLATFORM.TASK_TIMED_OUT': 'unknown',
  'INTEGRATION.PERMISSION_MISSING': 'rejected',
  'INTEGRATION.AUTHENTICATION_INVALID': 'integration_broken',
  'INTEGRATION.QA_FAILED': 'integration_broken',
  'INTEGRATION.SETUP_SYNC_PENDING': 'integration_broken',
  'INTEGRATION.SETUP_INCOMPLETE': 'integration_broken',
  'INTEGRATION.INACTIVE': 'integration_broken',
  'INTEGRATION.MODEL_NOT_AVAILABLE': 'rejected',
  'INTEGRATION.MODEL_DISABLED': 'rejected',
  'INTEGRATION.ACTION_NOT_AVAILABLE': 'rejected',
  'INTEGRATION.ACTION_DISABLED': 'rejected',
  'REMOTE.SERVICE_UNAVAILABLE': 'unavailable',
  'REMOTE.RATE_LIMIT_EXCEEDED': 'throttled',
  'REMOTE.INPUT_INVALID': 'rejected',
  'REMOTE.UNKNOWN_HTTP_ERROR': 'rejected',
  'ATS.JOB_CLOSED': 'rejected',
  'ATS.APPLICATION_ALREADY_EXISTS': 'rejected',
};

const STATUSES = [200, 302, 400, 401, 403, 404, 409, 429, 500, 502, 503, 504];

describe('the policy by code', () => {
  it('has a row with outcome, source and advice for each of the 24 codes', () => {
    expect(Object.keys(OUTCOME_BY_CODE).sort()).toEqual([...KOMBO_ERROR_CODES].sort());
    for (const { source, advice } of Object.values(OUTCOME_BY_CODE)) {
      expect(source).toMatch(/\d{4}/);
      expect(advice).toMatch(/\.$/);
    }
  });

  it.each(KOMBO_ERROR_CODES)('%s counts whatever the HTTP status', (code) => {
    for (const httpStatus of STATUSES) {
      expect(outcomeOf({ code, httpStatus, requestSent: 'yes' })).toBe(EXPECTED[code]);
    }
  });
});

describe('the policy for unknown codes', () => {
  it.each<[number, Outcome]>([
    [200, 'unknown'],
    [302, 'rejected'],
    [400, 'rejected'],
    [401, 'rejected'],
    [429, 'throttled'],
    [499, 'rejected'],
    [500, 'unknown'],
    [503, 'unknown'],
    [599, 'unknown'],
  ])('with HTTP %i: %s', (httpStatus, outcome) => {
    expect(outcomeOf({ code: 'ATS.BRAND_NEW', httpStatus, requestSent: 'yes' })).toBe(outcome);
  });

  it.each(['toString', 'constructor', '__proto__'])('knows %s for no code', (code) => {
    expect(outcomeOf({ code, httpStatus: 400, requestSent: 'yes' })).toBe('rejected');
  });
});

describe('the policy without a code', () => {
  it.each<[number, Outcome, Outcome]>([
    // status, without Kombo's envelope, with it
    [200, 'delivered', 'unknown'],
    [204, 'delivered', 'unknown'],
    [301, 'rejected', 'rejected'],
    [400, 'rejected', 'rejected'],
    [401, 'account_broken', 'account_broken'],
    [403, 'rejected', 'rejected'],
    [404, 'rejected', 'rejected'],
    [407, 'account_broken', 'account_broken'],
    [429, 'throttled', 'throttled'],
    [500, 'unknown', 'unknown'],
    [502, 'unknown', 'unknown'],
    [503, 'unavailable', 'unknown'],
    [504, 'unknown', 'unknown'],
    [999, 'unknown', 'unknown'],
  ])('HTTP %i: bare %s, in an envelope %s', (httpStatus, bare, inEnvelope) => {
    const facts = { code: null, httpStatus, requestSent: 'yes' } as const;
    expect(outcomeOf(facts)).toBe(bare);
    expect(outcomeOf({ ...facts, hasErrorEnvelope: true })).toBe(inEnvelope);
  });

  it.each([
    ['no', 'unavailable'],
    ['maybe', 'unknown'],
    ['yes', 'unknown'],
  ] as const)('no answer, sent: %s -> %s', (requestSent, outcome) => {
    const { advice, ...row } = ruleFor({ code: null, httpStatus: null, requestSent });
    expect(row.outcome).toBe(outcome);
    expect(advice).not.toBe('');
  });
});

it('allows repetition only where nothing can have been written', () => {
  const outcomes: Outcome[] = [
    'delivered',
    'rejected',
    'throttled',
    'unavailable',
    'integration_broken',
    'account_broken',
    'unknown',
  ];
  expect(outcomes.filter(isSafeToRepeat)).toEqual(['throttled', 'unavailable']);
});
