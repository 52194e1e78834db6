import type { IntegrationState } from '../integrations/states.js';
import { behaviourOfId, type Behaviour } from './behaviour.js';
import { faultByName } from './fault-names.js';
import { pick, seededRandom, type Random } from './random.js';
import type { Operation, Scenario } from './scenario.js';

/** A scenario that is in force. */
export interface ActiveScenario extends Scenario {
  /** To remove it by. */
  id: number;
  /** How often it has happened. */
  used: number;
}

/** A request, as far as scenarios can tell requests apart. */
export interface Situation {
  operation: Operation;
  integrationId: string | null;
  targetId: string | null;
  /** State of the integration, for what depends on it. */
  state?: IntegrationState;
}

/** How many ids with `times-<n>` are remembered before the oldest is forgotten. */
const REMEMBERED_IDS = 10_000;

/**
 * Decides what a request meets. First wins: scenarios in the order they were added (so that two with
 * `times: 1` happen one after the other), then the target id, then the state of the integration.
 */
export class Script {
  private readonly active: ActiveScenario[] = [];
  private readonly usedIds = new Map<string, number>();
  private random: Random;
  private lastId = 0;

  constructor(private readonly seed: number) {
    this.random = seededRandom(seed);
  }

  /** Puts a scenario in force. */
  add(scenario: Scenario): ActiveScenario {
    const active = { ...scenario, id: ++this.lastId, used: 0 };
    this.active.push(active);
    return { ...active };
  }

  /** All scenarios in force, in the order in which they are tried. */
  list(): ActiveScenario[] {
    return this.active.map((scenario) => ({ ...scenario }));
  }

  /** Removes one scenario. Returns whether it was there. */
  remove(id: number): boolean {
    const index = this.active.findIndex((scenario) => scenario.id === id);
    if (index === -1) return false;
    this.active.splice(index, 1);
    return true;
  }

  /** Removes all scenarios, forgets all counts and starts the dice anew. */
  reset(): void {
    this.active.length = 0;
    this.usedIds.clear();
    this.random = seededRandom(this.seed);
  }

  /** Whether this target id exists only because a scenario or its own name says what it does. */
  names(targetId: string): boolean {
    return (
      this.active.some((scenario) => scenario.target === targetId) ||
      behaviourOfId(targetId, () => 0) !== undefined
    );
  }

  /** What this request meets; counts it. `undefined`: nothing out of the ordinary. */
  next(situation: Situation): Behaviour | undefined {
    return this.byScenario(situation) ?? this.byTargetId(situation) ?? this.byState(situation);
  }

  /** A whole number out of the range, by the dice of this script. */
  pick(range: number | readonly [number, number]): number {
    return pick(range, this.random);
  }

  private byScenario(situation: Situation): Behaviour | undefined {
    const scenario = this.active.find(
      (candidate) => matches(candidate, situation) && this.random() < (candidate.probability ?? 1),
    );
    if (scenario === undefined) return undefined;
    scenario.used += 1;
    if (scenario.used === scenario.times) this.remove(scenario.id);
    const { fault, latencyMs } = scenario;
    return {
      fault:
        typeof fault === 'string' ? (faultByName(fault, this.random) ?? { kind: 'none' }) : fault,
      latencyMs: latencyMs === undefined ? undefined : this.pick(latencyMs),
    };
  }

  private byTargetId({ integrationId, targetId }: Situation): Behaviour | undefined {
    if (targetId === null) return undefined;
    const behaviour = behaviourOfId(targetId, this.random);
    if (behaviour?.times === undefined) return behaviour;
    const key = `${integrationId} ${targetId}`;
    const used = this.usedIds.get(key) ?? 0;
    this.usedIds.set(key, used + 1);
    if (this.usedIds.size > REMEMBERED_IDS) {
      this.usedIds.delete(this.usedIds.keys().next().value as string);
    }
    return used < behaviour.times ? behaviour : { fault: { kind: 'none' } };
  }

  private byState({ state, operation }: Situation): Behaviour | undefined {
    const name = operation === 'result-link' ? state?.onWrite : state?.onRead;
    return name == null ? undefined : behaviourOfId(name, this.random);
  }
}

function matches(scenario: ActiveScenario, situation: Situation): boolean {
  return (
    (scenario.operation ?? 'result-link') === situation.operation &&
    (scenario.integration === undefined || scenario.integration === situation.integrationId) &&
    (scenario.target === undefined || scenario.target === situation.targetId)
  );
}
