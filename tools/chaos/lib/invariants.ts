import type { ShownDelivery } from './deliveries.ts';
import type { Link } from './links.ts';

/** Everything that is known at the end of a scenario. */
export interface Facts {
  /** What callers were told. */
  acknowledged: readonly { id: string; link: Link }[];
  /** Same key, other id. */
  contradictions: readonly string[];
  /** Counts of answers by kind; kinds that begin with `unexpected` break a promise. */
  answers: Readonly<Record<string, number>>;
  /** What the API shows, by id; looked up one by one. */
  shown: ReadonlyMap<string, ShownDelivery>;
  /** Ids of all deliveries, from the list. */
  listed: readonly string[];
  /** How many links the sandbox has written, by `<integration> <target id>`. */
  written: ReadonlyMap<string, number>;
  /** Deliveries of unknown outcome that a human, or the policy, chose to repeat. */
  chosenToRepeat: ReadonlySet<string>;
}

const ENDED = ['delivered', 'failed', 'unknown'];

/**
 * The promise of the product, checked from outside:
 * what was acknowledged is kept, once, under one id; it comes to an end; what is said to be delivered is
 * in the ATS; and no target has a second link unless somebody chose to repeat an unknown attempt.
 *
 * @returns every broken promise in words
 */
export function brokenPromises(facts: Facts): string[] {
  return [
    ...facts.contradictions.map((text) => `same key, other id: ${text}`),
    ...Object.entries(facts.answers)
      .filter(([kind]) => kind.startsWith('unexpected'))
      .map(([kind, count]) => `answer ${kind} (${count} times)`),
    ...facts.acknowledged.flatMap(({ id, link }) => brokenOfOne(id, link, facts)),
    ...brokenOfAll(facts),
  ];
}

function brokenOfOne(id: string, link: Link, facts: Facts): string[] {
  const delivery = facts.shown.get(id);
  if (delivery === undefined) return [`acknowledged and lost: ${id} (key ${link.key})`];
  const written = facts.written.get(placeOf(link.integration, link.candidate)) ?? 0;
  const broken: string[] = [];
  if (delivery.target.id !== link.candidate || delivery.integration_id !== link.integration) {
    broken.push(`${id} is for ${delivery.target.id}, not for ${link.candidate}`);
  }
  if (!ENDED.includes(delivery.state)) broken.push(`${id} did not end: ${delivery.state}`);
  if (delivery.state === 'delivered' && written === 0) {
    broken.push(`${id} is delivered, but nothing was written`);
  }
  if (written > 1 && !(facts.chosenToRepeat.has(id) && hasRepeatedUnknown(delivery))) {
    broken.push(`${id}: ${written} links written, and nobody chose to repeat`);
  }
  if (hasRepeatedUnknown(delivery) && !facts.chosenToRepeat.has(id)) {
    broken.push(`${id}: an unknown attempt was repeated by itself`);
  }
  if (delivery.attempts.some((attempt) => attempt.finished_at === null)) {
    broken.push(`${id}: an attempt is still open`);
  }
  return broken;
}

function brokenOfAll({ acknowledged, listed, written }: Facts): string[] {
  const broken: string[] = [];
  if (new Set(listed).size !== listed.length) broken.push('the list shows a delivery twice');
  const listedIds = new Set(listed);
  const missing = acknowledged.filter(({ id }) => !listedIds.has(id));
  broken.push(...missing.map(({ id }) => `acknowledged and not in the list: ${id}`));
  if (listed.length > acknowledged.length) {
    broken.push(`${listed.length} deliveries for ${acknowledged.length} acknowledged links`);
  }
  const places = new Set(acknowledged.map(({ link }) => placeOf(link.integration, link.candidate)));
  const strange = [...written.keys()].filter((place) => !places.has(place));
  broken.push(...strange.map((place) => `written to ${place}, which nobody asked for`));
  return broken;
}

function hasRepeatedUnknown({ attempts }: ShownDelivery): boolean {
  return attempts.slice(0, -1).some((attempt) => attempt.outcome === 'unknown');
}

/** How the place of a link is named. */
export function placeOf(integration: string | null, target: string): string {
  return `${integration} ${target}`;
}
