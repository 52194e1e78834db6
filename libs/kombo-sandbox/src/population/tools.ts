import { SANDBOX_INTEGRATIONS } from '../integrations/ready-integrations.js';
import { INTEGRATION_STATES } from '../integrations/states.js';
import { RESULT_LINK_ACTIONS } from '../kombo/integration-details.js';

/** The categories of `GET /tools/{category}`; all tools of the sandbox are ATSs. */
export const TOOL_CATEGORIES = ['hris', 'ats', 'assessment', 'lms'];

/** `data` of `GET /tools/{category}`. Source of the shape: Kombo OpenAPI document (GetToolsCategory), 2026-05-02. */
export function listTools(category: string) {
  const tools = SANDBOX_INTEGRATIONS.map(({ tool, state }) => {
    const { coverage_status } = INTEGRATION_STATES[state].action;
    return {
      ...tool,
      internal_label: null,
      assets: {
        logo_url: `https://assets.example.com/${tool.id}/logo.svg`,
        icon_url: `https://assets.example.com/${tool.id}/icon.svg`,
        icon_black_url: `https://assets.example.com/${tool.id}/icon-black.svg`,
      },
      paid_api_details_markdown: null,
      fast_track_details_markdown: null,
      partner_only_details_markdown: null,
      connection_guide_url: null,
      coverage: {
        read_models: [],
        write_actions: RESULT_LINK_ACTIONS.map(([id, label]) => ({
          id,
          label,
          coverage_status,
          fields: [],
        })),
        features: [],
      },
    };
  });
  return { tools: category === 'ats' ? tools : [] };
}
