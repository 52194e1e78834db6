import { DatabaseUnavailableError, isRetryable, isUnavailable } from './errors.js';

const withCode = (code: string, message = 'x') => Object.assign(new Error(message), { code });

it.each([
  'ECONNREFUSED',
  'EPIPE',
  'ETIMEDOUT',
  '08006',
  '57P01',
  '57P03',
  '57014',
  '53100',
  '25006',
])('takes %s for an unavailable database', (code) =>
  expect(isUnavailable(withCode(code))).toBe(true),
);

it.each([
  'Connection terminated unexpectedly',
  'Connection terminated due to connection timeout',
  'timeout exceeded when trying to connect',
  'Client has encountered a connection error and is not queryable',
])('takes %j for an unavailable database', (message) =>
  expect(isUnavailable(new Error(message))).toBe(true),
);

it('recognises its own error', () => {
  expect(isUnavailable(new DatabaseUnavailableError(new Error('x')))).toBe(true);
});

it.each(['23505', '42P01', '22001', '40P01'])('takes %s for an error of the statement', (code) =>
  expect(isUnavailable(withCode(code))).toBe(false),
);

it('takes other things for errors of ours', () => {
  expect(isUnavailable(new TypeError('x is not a function'))).toBe(false);
  expect(isUnavailable(null)).toBe(false);
  expect(isUnavailable('ECONNREFUSED')).toBe(false);
});

it('runs again after deadlocks and serialization failures only', () => {
  expect(isRetryable(withCode('40P01'))).toBe(true);
  expect(isRetryable(withCode('40001'))).toBe(true);
  expect(isRetryable(withCode('23505'))).toBe(false);
  expect(isRetryable(undefined)).toBe(false);
});
