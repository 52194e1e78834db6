import type { ApiKeyDetails, IntegrationDetails, WriteAction } from '@result-links/contracts';
import { isObject } from './answer-body.js';

/**
 * Reads Kombo's answer to `GET /integrations/{id}` field by field. What is missing or of another type
 * becomes the value that claims least: an empty text, `null`, `UNKNOWN`, `false`.
 */
export function readIntegrationDetails(data: Record<string, unknown>): IntegrationDetails {
  const tool = isObject(data['tool']) ? data['tool'] : {};
  const endUser = isObject(data['end_user']) ? data['end_user'] : {};
  const actions: unknown[] = Array.isArray(data['write_actions']) ? data['write_actions'] : [];
  return {
    id: text(data['id']),
    tool: { id: text(tool['id']), label: text(tool['label']) },
    category: text(data['category']),
    status: text(data['status']),
    setup_status: text(data['setup_status']),
    end_user: {
      organization_name: text(endUser['organization_name']),
      creator_email: textOrNull(endUser['creator_email']),
      origin_id: textOrNull(endUser['origin_id']),
    },
    write_actions: actions.filter(isObject).map(readWriteAction),
  };
}

/** Reads Kombo's answer to `GET /check-api-key`. */
export function readApiKeyDetails(data: Record<string, unknown>): ApiKeyDetails {
  return { environment_id: text(data['environment_id']) };
}

function readWriteAction(action: Record<string, unknown>): WriteAction {
  return {
    id: text(action['id']),
    label: text(action['label']),
    is_available: action['is_available'] === true,
    coverage_status: text(action['coverage_status']) || 'UNKNOWN',
    scope_config_setting: text(action['scope_config_setting']),
    opted_out_by_customer: action['opted_out_by_customer'] === true,
  };
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
