import type { Sandbox } from '@result-links/kombo-sandbox';
import {
  listIds,
  resolveDelivery,
  showDeliveries,
  untilAllEnded,
  type ShownDelivery,
} from './deliveries.ts';
import { brokenPromises, placeOf } from './invariants.ts';
import { writtenByPlace } from './kombo.ts';
import type { Ledger } from './ledger.ts';
import type { Replica } from './replica.ts';
import type { ScenarioResult } from './scenario.ts';
import { inParallel } from './waiting.ts';

/** What is looked at when a scenario is over. */
export interface End {
  apiUrl: string;
  ledger: Ledger;
  sandbox: Sandbox;
  /** How long deliveries may take to end. */
  patienceMs: number;
}

/** The state of things when all deliveries have ended. */
export interface Verdict {
  deliveries: Map<string, ShownDelivery>;
  /** Deliveries by state. */
  states: Record<string, number>;
  /** Targets by how many links they have. */
  linksPerTarget: Record<string, number>;
  violations: string[];
}

/** Waits until everything has ended and checks all promises, through the API and the sandbox. */
export async function judge(
  { apiUrl, ledger, sandbox, patienceMs }: End,
  chosenToRepeat: ReadonlySet<string> = new Set(),
): Promise<Verdict> {
  await untilAllEnded(apiUrl, patienceMs);
  const { acknowledged, contradictions, answers } = ledger;
  const listed = await listIds(apiUrl);
  const ids = new Set([...listed, ...acknowledged.map(({ id }) => id)]);
  const deliveries = await showDeliveries(apiUrl, ids);
  const written = writtenByPlace(sandbox);
  return {
    deliveries,
    states: countBy([...deliveries.values()].map(({ state }) => state)),
    linksPerTarget: countBy(
      [...deliveries.values()].map(
        ({ integration_id, target }) => written.get(placeOf(integration_id, target.id)) ?? 0,
      ),
    ),
    violations: brokenPromises({
      acknowledged,
      contradictions,
      answers,
      shown: deliveries,
      listed,
      written,
      chosenToRepeat,
    }),
  };
}

/**
 * Resolves every delivery of unknown outcome as a human would who looks into the ATS, until none is left:
 * written ones as delivered, the others as not delivered, which sends them again.
 *
 * @returns the ids that were sent again
 */
async function resolveByLooking({ apiUrl, sandbox, patienceMs }: End): Promise<Set<string>> {
  const sentAgain = new Set<string>();
  for (;;) {
    const unknown = await listIds(apiUrl, ['unknown']);
    if (unknown.length === 0) return sentAgain;
    const written = writtenByPlace(sandbox);
    const deliveries = await showDeliveries(apiUrl, unknown);
    await inParallel(deliveries.values(), 8, async ({ id, integration_id, target }) => {
      const isWritten = written.has(placeOf(integration_id, target.id));
      if (!isWritten) sentAgain.add(id);
      await resolveDelivery(apiUrl, id, isWritten ? 'delivered' : 'not_delivered');
    });
    await untilAllEnded(apiUrl, patienceMs);
  }
}

/** Once all unknown ones are resolved by the truth, every link must be there exactly once. */
function brokenAfterResolving({ states, linksPerTarget }: Verdict): string[] {
  const isClean =
    Object.keys(states).every((state) => state === 'delivered') &&
    Object.keys(linksPerTarget).every((count) => count === '1');
  return isClean
    ? []
    : [`after resolving: ${JSON.stringify(states)}, links ${JSON.stringify(linksPerTarget)}`];
}

/**
 * Judges, resolves what is unknown as a human would who looks into the ATS, and judges again: then every link must
 * be there exactly once.
 *
 * @param verdict the first one, if it was passed already
 */
export async function judgeResolved(end: End, verdict?: Verdict): Promise<ScenarioResult> {
  const before = verdict ?? (await judge(end));
  const sentAgain = await resolveByLooking(end);
  const afterwards = await judge(end, sentAgain);
  return {
    figures: {
      states: before.states,
      linksPerTarget: before.linksPerTarget,
      attempts: end.sandbox.stats().answers,
      resolvedAndSentAgain: sentAgain.size,
      statesAfterResolving: afterwards.states,
      linksPerTargetAfterResolving: afterwards.linksPerTarget,
    },
    violations: [
      ...before.violations,
      ...afterwards.violations,
      ...brokenAfterResolving(afterwards),
    ],
  };
}

/** Processes that ended although nobody had asked them to. */
export function accidentsOf(replicas: readonly Replica[]): string[] {
  return replicas.flatMap(({ name, accidents }) =>
    accidents.map(({ code, signal }) => `${name} died by itself (code ${code}, signal ${signal})`),
  );
}

function countBy(values: readonly (string | number)[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}
