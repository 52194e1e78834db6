import type { SandboxIntegration } from '../integrations/ready-integrations.js';
import type { IntegrationState } from '../integrations/states.js';
import { komboLikeId } from './kombo-like-id.js';

const READ_MODELS = [
  ['ats_jobs', 'Jobs'],
  ['ats_candidates', 'Candidates'],
  ['ats_applications', 'Applications'],
] as const;

// Kombo documents the id for applications (guide "Writing application results"); the one for
// candidates is inferred from it.
/** The two actions that write a result link, by id and label. */
export const RESULT_LINK_ACTIONS = [
  ['ats_add_result_link_to_application', 'Add result link to application'],
  ['ats_add_result_link_to_candidate', 'Add result link to candidate'],
] as const;

/**
 * `data` of `GET /integrations/{integration_id}`. `is_available` says what Kombo's document says it
 * does: covered, enabled and not opted out; dead credentials show in `status` alone.
 * Source of the shape: Kombo OpenAPI document, 2026-05-02.
 */
export function integrationDetails(integration: SandboxIntegration, state: IntegrationState) {
  const { tool } = integration;
  return {
    id: integration.id,
    tool: {
      ...tool,
      internal_label: null,
      logo_url: `https://assets.example.com/${tool.id}/logo.svg`,
      icon_url: `https://assets.example.com/${tool.id}/icon.svg`,
    },
    category: 'ATS',
    status: state.status,
    setup_status: state.setupStatus,
    end_user: {
      organization_name: `Sandbox customer (${integration.state})`,
      creator_email: 'recruiting@customer.example.com',
      origin_id: `customer-${integration.state}`,
    },
    scope_config: { id: komboLikeId('scope-config'), name: 'Sandbox scopes' },
    data_expired_at: null,
    created_at: '2026-01-05T08:00:00.000Z',
    beta: false,
    read_models: READ_MODELS.map(([id, label]) => ({ id, label, ...available(), fields: [] })),
    write_actions: [
      ...RESULT_LINK_ACTIONS.map(([id, label]) => ({
        id,
        label,
        is_available: isAvailable(state.action),
        ...state.action,
        fields: ['label', 'url', 'details'].map((field) => ({
          id: field,
          is_available: isAvailable(state.action),
          coverage_status: state.action.coverage_status,
        })),
      })),
      {
        id: 'ats_add_note_to_application',
        label: 'Add note to application',
        ...available(),
        fields: [],
      },
    ],
  };
}

function isAvailable(action: IntegrationState['action']): boolean {
  return (
    action.coverage_status === 'SUPPORTED' &&
    action.scope_config_setting !== 'DISABLED' &&
    !action.opted_out_by_customer
  );
}

function available() {
  return {
    is_available: true,
    coverage_status: 'SUPPORTED',
    scope_config_setting: 'ENABLED',
    opted_out_by_customer: false,
  };
}
