import { DELIVERY_STATE_NAMES } from '@result-links/contracts';
import { caught } from '../../testing/caught.js';
import { STATES, toFilter } from './filter-options.js';
import { readSelection } from './ids-or-filter.js';
import { fakeContext } from '../../testing/fake-context.js';
import { handleRetry } from './retry/handler.js';
import { handleResolve } from './resolve/handler.js';
import { handleList } from './list/handler.js';

const context = fakeContext({
  env: { RESULT_LINKS_API_URL: 'http://127.0.0.1:1', RESULT_LINKS_API_KEY: 'key' },
});

it('knows all states of the contract', () => {
  expect(STATES).toEqual(DELIVERY_STATE_NAMES);
});

it('turns flags into the filter of the API', () => {
  expect(
    toFilter({
      state: ['failed'],
      integration: 'i',
      candidate: 'c',
      errorCode: 'e',
      since: 's',
      until: 'u',
    }),
  ).toEqual({
    state: ['failed'],
    integration_id: 'i',
    candidate_id: 'c',
    error_code: 'e',
    accepted_after: 's',
    accepted_before: 'u',
  });
  expect(toFilter({ application: 'a' })).toEqual({ application_id: 'a' });
});

it('takes ids or filters', () => {
  expect(readSelection(['a', 'b'], {})).toEqual({ ids: ['a', 'b'] });
  expect(readSelection([], { state: ['failed'] })).toEqual({ filter: { state: ['failed'] } });
});

it.each<[string, () => unknown, string]>([
  ['both targets', () => toFilter({ candidate: 'c', application: 'a' }), 'conflicting_flags'],
  ['ids and filters', () => readSelection(['a'], { state: ['failed'] }), 'conflicting_flags'],
  ['an id that is none', () => readSelection(['..'], {}), 'id_invalid'],
  [
    'retry of nothing',
    () => handleRetry({ args: [], options: { yes: true } }, context),
    'no_deliveries',
  ],
  [
    'a bulk retry without a decision',
    () => handleRetry({ args: [], options: { state: ['failed'] } }, context),
    'confirmation_missing',
  ],
  [
    'a bulk retry with two decisions',
    () =>
      handleRetry({ args: [], options: { state: ['failed'], yes: true, dryRun: true } }, context),
    'confirmation_missing',
  ],
  [
    '--yes with ids',
    () => handleRetry({ args: ['a'], options: { yes: true } }, context),
    'conflicting_flags',
  ],
  [
    'resolve without a finding',
    () => handleResolve({ args: ['a'], options: {} }, context),
    'outcome_missing',
  ],
  [
    'resolve with two findings',
    () => handleResolve({ args: ['a'], options: { delivered: true, notDelivered: true } }, context),
    'outcome_missing',
  ],
  [
    '--all with --limit',
    () => handleList({ args: [], options: { all: true, limit: 1 } }, context),
    'conflicting_flags',
  ],
  ['no address', () => handleList({ args: [], options: {} }, fakeContext()), 'no_api_url'],
])('refuses %s', async (_what, run, reason) => {
  const error = await caught(run);

  expect([error.exit, error.details.reason]).toEqual(['usage', reason]);
});
