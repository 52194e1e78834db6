import { answerFor, type Failure } from './outcome-answer.js';

const failure: Failure = {
  outcome: 'rejected',
  httpStatus: 400,
  code: 'REMOTE.INPUT_INVALID',
  title: 'T',
  message: 'M',
  logUrl: 'https://l.example',
};
const answer = (change: Partial<Failure>) => {
  const error = answerFor({ ...failure, ...change });
  return { status: error.status, ...error.toBody().error };
};

it('is Kombo’s own status and error where there is one', () => {
  expect(answer({})).toEqual({
    status: 400,
    code: 'REMOTE.INPUT_INVALID',
    title: 'T',
    message: 'M',
    log_url: 'https://l.example',
    reason: 'rejected',
  });
});

it.each([
  ['account_broken', 401, 'PLATFORM.AUTHENTICATION_INVALID'],
  ['account_broken', 403, 'PLATFORM.IP_NOT_WHITELISTED'],
  ['account_broken', 407, null],
  ['integration_broken', 401, 'INTEGRATION.AUTHENTICATION_INVALID'],
  ['rejected', 403, 'INTEGRATION.PERMISSION_MISSING'],
  ['rejected', 403, 'NEW.CODE'],
] as const)('%s by a %i of Kombo (%s) is 424', (outcome, httpStatus, code) => {
  expect(answer({ outcome, httpStatus, code })).toMatchObject({
    status: 424,
    code: code === 'NEW.CODE' ? null : code,
    reason: outcome,
  });
});

it('never carries a code the SDK would refuse', () => {
  expect(answer({ code: 'NEW.CODE', httpStatus: 422 })).toMatchObject({
    status: 422,
    code: null,
    message: '[NEW.CODE] M',
  });
});

it.each([
  ['rejected', 502],
  ['throttled', 429],
  ['unavailable', 503],
  ['integration_broken', 409],
  ['account_broken', 424],
] as const)('%s without Kombo’s status is %i', (outcome, status) => {
  expect(
    answer({ outcome, httpStatus: null, code: null, title: null, message: null }),
  ).toMatchObject({
    status,
    code: null,
    reason: outcome,
    title: expect.any(String),
    message: expect.any(String),
  });
});

it.each([
  { httpStatus: null, code: null },
  { httpStatus: 500, code: 'PLATFORM.UNKNOWN_ERROR' },
  { httpStatus: 502, code: null },
])('an unknown outcome is always 504, %j', (from) => {
  expect(answer({ outcome: 'unknown', ...from })).toMatchObject({
    status: 504,
    code: 'PLATFORM.TASK_TIMED_OUT',
    reason: 'outcome_unknown',
    message: expect.stringContaining('may or may not'),
  });
});
