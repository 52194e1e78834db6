import type { IntegrationDetails, WriteAction } from '@result-links/contracts';

/** How an integration is, and what writing a result link to it comes to. The two always agree. */
export interface IntegrationState {
  /** One line for people. */
  description: string;
  /** `status` of `GET /integrations/{id}`. */
  status: IntegrationDetails['status'];
  /** `setup_status` of `GET /integrations/{id}`. */
  setupStatus: IntegrationDetails['setup_status'];
  /** The two result-link actions in `write_actions`; `is_available` follows from these. */
  action: Pick<WriteAction, 'coverage_status' | 'scope_config_setting' | 'opted_out_by_customer'>;
  /** What a write does, by fault name (README.md, "By id"); `null`: it succeeds. */
  onWrite: string | null;
  /** What a listing of its candidates, applications or jobs does, likewise [inferred]. */
  onRead: string | null;
}

const SUPPORTED: IntegrationState['action'] = {
  coverage_status: 'SUPPORTED',
  scope_config_setting: 'ENABLED',
  opted_out_by_customer: false,
};

const healthy: IntegrationState = {
  description: 'every write succeeds',
  status: 'ACTIVE',
  setupStatus: 'COMPLETED',
  action: SUPPORTED,
  onWrite: null,
  onRead: null,
};

/**
 * Every state an integration of the sandbox can be in.
 * Which code Kombo sends in which state: its error guide; for `opted-out` no document says [inferred].
 */
export const INTEGRATION_STATES = {
  healthy,
  slow: { ...healthy, description: 'every write takes 2 s', onWrite: 'slow-2000' },
  flaky: {
    ...healthy,
    description: 'half of the writes succeed, the others are a mix of 429 and 503',
    onWrite: 'flaky',
  },
  'broken-credentials': {
    ...healthy,
    description: 'the credentials of the customer are dead',
    status: 'INVALID',
    onWrite: 'fail-INTEGRATION.AUTHENTICATION_INVALID',
  },
  inactive: {
    ...healthy,
    description: 'switched off',
    status: 'INACTIVE',
    onWrite: 'fail-INTEGRATION.INACTIVE',
    onRead: 'fail-INTEGRATION.INACTIVE',
  },
  'action-not-supported': {
    ...healthy,
    description: 'the ATS knows no result links',
    action: { ...SUPPORTED, coverage_status: 'UNSUPPORTED' },
    onWrite: 'fail-INTEGRATION.ACTION_NOT_AVAILABLE',
  },
  'action-disabled': {
    ...healthy,
    description: 'result links are switched off in the scope configuration',
    action: { ...SUPPORTED, scope_config_setting: 'DISABLED' },
    onWrite: 'fail-INTEGRATION.ACTION_DISABLED',
  },
  'opted-out': {
    ...healthy,
    description: 'the customer refused result links while connecting',
    action: { ...SUPPORTED, scope_config_setting: 'OPTIONAL', opted_out_by_customer: true },
    onWrite: 'fail-INTEGRATION.ACTION_DISABLED',
  },
  'setup-sync-pending': {
    ...healthy,
    description: 'the first sync is still running',
    setupStatus: 'FINAL_SYNC_PENDING',
    onWrite: 'fail-INTEGRATION.SETUP_SYNC_PENDING',
    onRead: 'fail-INTEGRATION.SETUP_SYNC_PENDING',
  },
  'setup-incomplete': {
    ...healthy,
    description: 'the customer has not finished the setup',
    setupStatus: 'INCOMPLETE',
    onWrite: 'fail-INTEGRATION.SETUP_INCOMPLETE',
    onRead: 'fail-INTEGRATION.SETUP_INCOMPLETE',
  },
} satisfies Record<string, IntegrationState>;

/** Name of a state: a key of {@link INTEGRATION_STATES}. */
export type IntegrationStateName = keyof typeof INTEGRATION_STATES;

/** Whether `name` is the name of a state. */
export function isIntegrationStateName(name: unknown): name is IntegrationStateName {
  return typeof name === 'string' && Object.hasOwn(INTEGRATION_STATES, name);
}
