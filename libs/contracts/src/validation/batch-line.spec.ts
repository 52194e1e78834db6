import '../index.js';
import { ApplicationBatchLine, CandidateBatchLine } from '../deliveries/batch.dto.js';
import { candidateRequest } from '../testing/requests.js';
import { validateBatchLine } from './batch-line.js';

const { candidate_id: candidate, ...rest } = candidateRequest();

/** The errors of a line as `path code`. */
function errorsOf(line: unknown): string[] {
  const result = validateBatchLine(line);
  return result.ok ? [] : result.errors.map(({ path, code }) => `${path} ${code}`);
}

it('takes the request of the target that is named, with a key of its own', () => {
  const key = { idempotency_key: 'order 42' };
  const forCandidate = validateBatchLine({ ...candidateRequest(), ...key });
  expect(forCandidate.ok && forCandidate.value).toBeInstanceOf(CandidateBatchLine);
  expect(forCandidate.ok && forCandidate.value.idempotency_key).toBe('order 42');
  const forApplication = validateBatchLine({ ...rest, application_id: candidate });
  expect(forApplication.ok && forApplication.value).toBeInstanceOf(ApplicationBatchLine);
});

it('wants exactly one target, and tells what else is wrong at once', () => {
  expect(errorsOf(rest)).toEqual(['candidate_id required']);
  expect(errorsOf({ ...candidateRequest(), application_id: 'a' })).toEqual([
    'candidate_id oneTarget',
  ]);
  expect(errorsOf({ candidate_id: 'c', application_id: 'a' })).toEqual([
    'candidate_id oneTarget',
    'x_integration_id required',
    'request_body.label required',
    'request_body.url required',
  ]);
});

it.each([null, [], 'text', 7])('refuses %j as a whole', (line) => {
  expect(errorsOf(line)).toEqual([' isObject']);
});

it.each(['', ' a', 'a ', 'a\nb', 'schlüssel', 'x'.repeat(256), 7, null])(
  'refuses the key %j',
  (idempotency_key) => {
    const errors = errorsOf({ ...candidateRequest(), idempotency_key });
    expect(errors.length).toBeGreaterThan(0);
    expect(errors.every((error) => error.startsWith('idempotency_key '))).toBe(true);
  },
);

it('refuses keys it does not know', () => {
  expect(errorsOf({ ...candidateRequest(), priority: 1 })).toEqual(['priority unknownKey']);
});
