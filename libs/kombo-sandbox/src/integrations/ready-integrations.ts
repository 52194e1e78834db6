import { komboLikeId } from '../kombo/kombo-like-id.js';
import { INTEGRATION_STATES, type IntegrationStateName } from './states.js';

/** What a result link can be written to. */
export type TargetType = 'candidate' | 'application';

/** A candidate or an application that exists in the sandbox. Either name works in a path. */
export interface SandboxTarget {
  /** Like Kombo's: 24 base58 characters; the same at every start. */
  id: string;
  /** The readable one: `candidate-1`, `application-3`. */
  alias: string;
}

/** An integration that exists in every sandbox. */
export interface SandboxIntegration {
  /** For `X-Integration-Id`, e.g. `workday:sandbox-healthy`. */
  id: string;
  /** The state it starts in. */
  state: IntegrationStateName;
  /** What that state means, in one line. */
  description: string;
  /** The ATS it stands for. */
  tool: { id: string; label: string };
  /** Its candidates. */
  candidates: readonly SandboxTarget[];
  /** Its applications. */
  applications: readonly SandboxTarget[];
}

const TARGETS_PER_TYPE = 3;

function targetsOf(integrationId: string, type: TargetType): SandboxTarget[] {
  return Array.from({ length: TARGETS_PER_TYPE }, (_, index) => {
    const alias = `${type}-${index + 1}`;
    return { id: komboLikeId(`${integrationId}/${alias}`), alias };
  });
}

function integration(tool: string, label: string, state: IntegrationStateName): SandboxIntegration {
  const id = `${tool}:sandbox-${state}`;
  return {
    id,
    state,
    description: INTEGRATION_STATES[state].description,
    tool: { id: tool, label },
    candidates: targetsOf(id, 'candidate'),
    applications: targetsOf(id, 'application'),
  };
}

/**
 * The integrations that exist in every sandbox, one per state. Any of these ids followed by `~` and
 * anything (`workday:sandbox-healthy~17`) is one more integration of the same kind, with limits,
 * state and records of its own.
 */
export const SANDBOX_INTEGRATIONS: readonly SandboxIntegration[] = [
  integration('workday', 'Workday', 'healthy'),
  integration('successfactors', 'SAP SuccessFactors', 'slow'),
  integration('smartrecruiters', 'SmartRecruiters', 'flaky'),
  integration('greenhouse', 'Greenhouse', 'broken-credentials'),
  integration('lever', 'Lever', 'inactive'),
  integration('bamboohr', 'BambooHR', 'action-not-supported'),
  integration('recruitee', 'Recruitee', 'action-disabled'),
  integration('teamtailor', 'Teamtailor', 'opted-out'),
  integration('ashby', 'Ashby', 'setup-sync-pending'),
  integration('workable', 'Workable', 'setup-incomplete'),
];
