import {
  SANDBOX_INTEGRATIONS,
  type SandboxIntegration,
  type TargetType,
} from './ready-integrations.js';
import { INTEGRATION_STATES, type IntegrationState, type IntegrationStateName } from './states.js';
import { withoutSuffix } from './suffix.js';

const ready = new Map(SANDBOX_INTEGRATIONS.map((integration) => [integration.id, integration]));

/** Which integrations exist and the state each is in now. */
export class Directory {
  private readonly changed = new Map<string, IntegrationStateName>();

  /** The integration with this id, or `undefined`. */
  find(id: string): SandboxIntegration | undefined {
    const base = ready.get(withoutSuffix(id));
    if (base === undefined) return undefined;
    const state = this.changed.get(id) ?? base.state;
    return { ...base, id, state, description: INTEGRATION_STATES[state].description };
  }

  /** What the state of `integration` means. */
  stateOf(integration: SandboxIntegration): IntegrationState {
    return INTEGRATION_STATES[integration.state];
  }

  /** Puts an existing integration into another state. Returns whether it exists. */
  setState(id: string, state: IntegrationStateName): boolean {
    if (this.find(id) === undefined) return false;
    this.changed.set(id, state);
    return true;
  }

  /** Every ready integration, and every one whose state was changed, as they are now. */
  list(): SandboxIntegration[] {
    const ids = new Set([...ready.keys(), ...this.changed.keys()]);
    return [...ids].flatMap((id) => this.find(id) ?? []);
  }

  /** Puts every integration back into the state it started in. */
  reset(): void {
    this.changed.clear();
  }
}

/** Whether `integration` has this candidate or application, by id or alias. */
export function hasTarget(integration: SandboxIntegration, type: TargetType, id: string): boolean {
  const targets = type === 'candidate' ? integration.candidates : integration.applications;
  const plain = withoutSuffix(id);
  return targets.some((target) => target.id === plain || target.alias === plain);
}
