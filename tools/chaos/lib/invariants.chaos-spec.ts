import type { ShownAttempt, ShownDelivery } from './deliveries.ts';
import { brokenPromises, type Facts } from './invariants.ts';
import type { Link } from './links.ts';

const link: Link = { integration: 'workday:a', candidate: 'candidate-1', key: 'key-1' };
const place = 'workday:a candidate-1';

function attempt(number: number, outcome: string | null): ShownAttempt {
  const at = '2026-01-01T00:00:00.000Z';
  return { number, outcome, started_at: at, finished_at: outcome && at, failure: null };
}

function delivery(state: string, ...outcomes: (string | null)[]): ShownDelivery {
  return {
    id: 'd1',
    state,
    target: { type: 'candidate', id: 'candidate-1' },
    integration_id: 'workday:a',
    attempts: outcomes.map((outcome, index) => attempt(index + 1, outcome)),
  };
}

function facts(changes: Partial<Facts> = {}): Facts {
  return {
    acknowledged: [{ id: 'd1', link }],
    contradictions: [],
    answers: { 202: 1, ECONNRESET: 3 },
    shown: new Map([['d1', delivery('delivered', 'throttled', 'delivered')]]),
    listed: ['d1'],
    written: new Map([[place, 1]]),
    chosenToRepeat: new Set(),
    ...changes,
  };
}

function shown(one: ShownDelivery): Partial<Facts> {
  return { shown: new Map([['d1', one]]) };
}

it('finds nothing where nothing is broken', () => {
  expect(brokenPromises(facts())).toEqual([]);
  expect(brokenPromises(facts({ ...shown(delivery('unknown', 'unknown')) }))).toEqual([]);
  const failed = { ...shown(delivery('failed', 'rejected')), written: new Map() };
  expect(brokenPromises(facts(failed))).toEqual([]);
});

it('accepts a second link only where somebody chose to repeat an unknown attempt', () => {
  const repeated = {
    ...shown(delivery('delivered', 'unknown', 'delivered')),
    written: new Map([[place, 2]]),
  };
  expect(brokenPromises(facts({ ...repeated, chosenToRepeat: new Set(['d1']) }))).toEqual([]);
  expect(brokenPromises(facts(repeated))).toEqual([
    expect.stringContaining('2 links written'),
    expect.stringContaining('repeated by itself'),
  ]);
});

it.each<[string, Partial<Facts>, RegExp]>([
  ['a lost delivery', { shown: new Map() }, /acknowledged and lost/],
  ['one that the list forgets', { listed: [] }, /not in the list/],
  ['one that the list shows twice', { listed: ['d1', 'd1'] }, /twice/],
  ['one too many', { listed: ['d1', 'd2'] }, /2 deliveries for 1/],
  ['another id for the same key', { contradictions: ['key-1: d1, then d2'] }, /same key/],
  ['an odd answer', { answers: { 'unexpected 500': 2 } }, /unexpected 500 \(2 times\)/],
  ['one that does not end', shown(delivery('delivering', 'delivered')), /did not end/],
  ['an attempt left open', shown(delivery('delivered', null, 'delivered')), /still open/],
  ['delivered, but not written', { written: new Map() }, /nothing was written/],
  ['a second link', { written: new Map([[place, 2]]) }, /2 links written/],
  [
    'a link that nobody asked for',
    {
      written: new Map([
        [place, 1],
        ['workday:a candidate-9', 1],
      ]),
    },
    /nobody asked for/,
  ],
])('finds %s', (_name, changes, message) => {
  expect(brokenPromises(facts(changes)).join('\n')).toMatch(message);
});
