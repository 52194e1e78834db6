import { createHmac, randomUUID } from 'node:crypto';
import type { SandboxIntegration } from '../integrations/ready-integrations.js';
import type { IntegrationState } from '../integrations/states.js';
import { integrationDetails } from '../kombo/integration-details.js';

/** A webhook as Kombo sends it. */
export interface SandboxWebhook {
  id: string;
  type: string;
  data: Record<string, unknown>;
}

/** Kinds whose `data` the sandbox can make from an integration. */
export const MADE_WEBHOOK_TYPES = [
  'integration-state-changed',
  'integration-created',
  'integration-deleted',
  'sync-finished',
] as const;

/**
 * A webhook about an integration, as it is now. `given` goes over what the sandbox makes of it; kinds
 * that it does not know consist of `given` alone.
 * Source of the shapes: webhooks of Kombo's OpenAPI document, 2026-05-02.
 */
export function makeWebhook(
  type: string,
  integration: SandboxIntegration,
  state: IntegrationState,
  given: Record<string, unknown> = {},
  id: string = randomUUID(),
): SandboxWebhook {
  return { id, type, data: { ...dataOf(type, integration, state), ...given } };
}

/** What `X-Kombo-Signature` says of a body (docs.kombo.dev/webhooks, 2026-05). */
export function signatureOf(body: string, secret: string): string {
  return createHmac('sha256', secret).update(body).digest('base64url');
}

function dataOf(type: string, integration: SandboxIntegration, state: IntegrationState): object {
  const { end_user } = integrationDetails(integration, state);
  const { id, tool } = integration;
  const now = new Date().toISOString();
  const reference = { integration_id: id, integration_tool: tool.id, integration_category: 'ATS' };
  const itself = { id, tool: tool.id, category: 'ATS', end_user };
  switch (type) {
    case 'integration-state-changed':
      return {
        ...reference,
        end_user,
        state: state.status,
        setup_status: state.setupStatus,
        qa_status: state.onWrite === 'fail-INTEGRATION.QA_FAILED' ? 'FAILED' : 'PASSED',
        updated_at: now,
      };
    case 'integration-created':
      return itself;
    case 'integration-deleted':
      return { ...itself, deleted_at: now };
    case 'sync-finished':
      return {
        ...reference,
        end_user,
        sync_id: randomUUID(),
        sync_state: 'SUCCEEDED',
        sync_started_at: now,
        sync_ended_at: now,
        sync_duration_seconds: 0,
        log_url: 'https://app.kombo.dev/sandbox/logs',
      };
    default:
      return {};
  }
}
