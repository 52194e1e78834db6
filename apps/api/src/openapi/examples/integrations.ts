import type * as contract from '@result-links/contracts';
import { APPLICATION, CANDIDATE, INTEGRATION, success } from './shared.js';

/** Integrations and targets, by schema. */
export const INTEGRATIONS = {
  IntegrationReadinessResponse: success({
    integration_id: INTEGRATION,
    state: 'active',
    candidate: {
      is_ready: false,
      reasons: [
        {
          code: 'action_disabled_in_scope_config',
          message:
            'The scope configuration in Kombo does not ask for this action. Enable it there.',
        },
      ],
    },
    application: { is_ready: true, reasons: [] },
  }) satisfies contract.IntegrationReadinessResponse,
  ResolveTargetsRequest: {
    references: [{ x_integration_id: INTEGRATION, email: 'ada.lovelace@example.com' }],
  } satisfies contract.ResolveTargetsRequest,
  ResolveTargetsResponse: success({
    results: [
      {
        status: 'resolved',
        target: { type: 'application', id: APPLICATION },
        message: 'One application was found.',
        choices: [
          {
            type: 'application',
            id: APPLICATION,
            candidate_id: CANDIDATE,
            initials: 'A.L.',
            job: { id: '8mNbVcXzLkJhGfDsAqWeRtYu', remote_id: 'R-1024', name: 'Analyst' },
            outcome: 'PENDING',
            created_at: '2026-11-02T14:20:00.000Z',
          },
        ],
        choice_count: 1,
        failure: null,
      },
    ],
  }) satisfies contract.ResolveTargetsResponse,
};
