import { readReference } from './reference.js';

const IN = { integration: 'workday:1' };

it.each([
  [{ ...IN, email: 'a@b.example' }, {}, { email: 'a@b.example' }],
  [{ ...IN, candidate: 'c', job: 'j' }, {}, { candidate_id: 'c', job: 'j' }],
  [{ ...IN, job: 'j' }, { candidate_id: 'c' }, { candidate_id: 'c', job: 'j' }],
  [{ ...IN, email: 'a@b.example' }, { candidate_id: 'c' }, { email: 'a@b.example' }],
  [
    { email: 'a@b.example', prefer: 'newest-application' as const },
    { x_integration_id: 'workday:1' },
    { email: 'a@b.example', prefer: 'newest-application' },
  ],
])('reads %j with the draft %j', (options, draft, reference) => {
  expect(readReference(options, draft)).toEqual({
    reference: { x_integration_id: 'workday:1', ...reference },
    broken: [],
  });
});

it.each([
  [{ ...IN, job: 'j' }, '', '--candidate, --application, --email or --remote-id'],
  [
    { ...IN, email: 'a@b.example', remoteId: '1' },
    '',
    '--candidate, --application, --email or --remote-id',
  ],
  [{ ...IN, email: 'ada' }, 'email', '--email'],
  [{ ...IN, remoteId: '1,2' }, 'remote_id', '--remote-id'],
])('says which flag is wrong in %j', (options, path, flag) => {
  expect(readReference(options, {}).broken).toEqual([expect.objectContaining({ path, flag })]);
});

it('leaves the integration to the check of the request', () => {
  expect(readReference({ email: 'a@b.example' }, {}).broken).toEqual([]);
});
