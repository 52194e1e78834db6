import type { IntegrationDetails, WriteAction } from '@result-links/contracts';
import { readIntegrationDetails } from './integration-details.js';
import { describeResultLinkReadiness, type ResultLinkTarget } from './readiness.js';

const READY_ACTION: WriteAction = {
  id: 'ats_add_result_link_to_application',
  label: 'Add result link to application',
  is_available: true,
  coverage_status: 'SUPPORTED',
  scope_config_setting: 'ENABLED',
  opted_out_by_customer: false,
};

const READY: IntegrationDetails = {
  id: 'workday:HWUTwvyx2wLoSUHphiWVrp28',
  tool: { id: 'workday', label: 'Workday' },
  category: 'ATS',
  status: 'ACTIVE',
  setup_status: 'COMPLETED',
  end_user: { organization_name: 'Acme', creator_email: null, origin_id: null },
  write_actions: [READY_ACTION],
};

function withAction(change: Partial<WriteAction>): IntegrationDetails {
  return { ...READY, write_actions: [{ ...READY_ACTION, ...change }] };
}

function codesOf(details: IntegrationDetails, target: ResultLinkTarget = 'application'): string[] {
  const readiness = describeResultLinkReadiness(details, target);
  return readiness.isReady ? [] : readiness.reasons.map(({ code }) => code);
}

it('is ready when nothing stands in the way', () => {
  expect(describeResultLinkReadiness(READY, 'application')).toEqual({ isReady: true });
});

it.each<[string, IntegrationDetails, string[]]>([
  ['status INVALID', { ...READY, status: 'INVALID' }, ['integration_invalid']],
  ['status INACTIVE', { ...READY, status: 'INACTIVE' }, ['integration_inactive']],
  ['a status of tomorrow', { ...READY, status: 'ACTIVE_SLOW' }, []],
  ['set-up INCOMPLETE', { ...READY, setup_status: 'INCOMPLETE' }, ['setup_incomplete']],
  ['final sync', { ...READY, setup_status: 'FINAL_SYNC_PENDING' }, ['setup_sync_pending']],
  ['a set-up state of tomorrow', { ...READY, setup_status: 'PAUSED' }, ['setup_incomplete']],
  ['another category', { ...READY, category: 'HRIS' }, ['not_an_ats']],
  ['no such action', { ...READY, write_actions: [] }, ['action_not_found']],
  ['UNSUPPORTED', withAction({ coverage_status: 'UNSUPPORTED' }), ['action_not_supported']],
  ['NOT_IMPLEMENTED', withAction({ coverage_status: 'NOT_IMPLEMENTED' }), ['action_not_supported']],
  ['coverage UNKNOWN', withAction({ coverage_status: 'UNKNOWN' }), ['action_not_supported']],
  [
    'scope DISABLED',
    withAction({ scope_config_setting: 'DISABLED' }),
    ['action_disabled_in_scope_config'],
  ],
  ['scope OPTIONAL', withAction({ scope_config_setting: 'OPTIONAL' }), []],
  ['opted out', withAction({ opted_out_by_customer: true }), ['action_refused_by_customer']],
  ['no reason given', withAction({ is_available: false }), ['action_unavailable']],
])('%s', (_name, details, codes) => {
  expect(codesOf(details)).toEqual(codes);
});

it('names every reason, each with a sentence', () => {
  const details = {
    ...withAction({
      is_available: false,
      coverage_status: 'UNSUPPORTED',
      scope_config_setting: 'DISABLED',
      opted_out_by_customer: true,
    }),
    status: 'INVALID',
    setup_status: 'INCOMPLETE',
    category: 'LMS',
  };
  const readiness = describeResultLinkReadiness(details, 'application');
  expect(readiness.isReady ? [] : readiness.reasons).toHaveLength(6);
  for (const { message } of readiness.isReady ? [] : readiness.reasons) {
    expect(message).toMatch(/\.$/);
  }
});

describe('the action of the candidate', () => {
  it.each([
    ['the inferred id', { id: 'ats_add_result_link_to_candidate', label: 'x' }],
    ['another id, by its words', { id: 'ats_add_candidate_result_link', label: 'x' }],
    ['its label', { id: 'ats_17', label: 'Add Result Link to Candidate' }],
  ])('is found by %s', (_name, change) => {
    expect(codesOf(withAction(change), 'candidate')).toEqual([]);
  });

  it("is not the application's, nor another action of the candidate", () => {
    expect(codesOf(READY, 'candidate')).toEqual(['action_not_found']);
    const tag = withAction({ id: 'ats_add_candidate_tag', label: 'Add tag to candidate' });
    expect(codesOf(tag, 'candidate')).toEqual(['action_not_found']);
  });
});

it.each([
  [{}],
  [{ write_actions: 'none', tool: null, end_user: [], status: 7 }],
  [{ write_actions: [null, 'x', {}, { id: 5, label: 'result link application' }] }],
])('reads odd details %j without a crash, and they are not ready', (data) => {
  expect(codesOf(readIntegrationDetails(data))).not.toEqual([]);
});
