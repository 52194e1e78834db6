/**
 * The short cut against class-validator: the same verdict, value and errors, whatever comes in.
 * `TEST_LONG=1` runs 100,000 inputs.
 */
import fc from 'fast-check';
import { PostAtsCandidatesCandidateIDResultLinksRequestBody, ResultLinkDetails } from '../index.js';
import {
  CONSUMER_CLASSES,
  Tree,
  WithDefaults,
  WithRuleOptions,
  type ConsumerClass,
} from '../testing/consumer-classes.js';
import { CONTRACT_CLASSES } from '../testing/contract-classes.js';
import { findDifference } from '../testing/differences.js';
import { HOSTILE_KEYS, HOSTILE_VALUES } from '../testing/hostile-values.js';
import { acceptedBody, hostileBody } from '../testing/arbitraries.js';
import { surelyValid } from './compiled/surely-valid.js';
import { validateThoroughly } from './thorough.js';
import { validateDto } from './validate.js';

const RUNS = process.env['TEST_LONG'] ? 100_000 : 2_000;

/** How a valid input is broken; numbers, so that the same input can be made twice. */
interface Change {
  path: number[];
  kind: 'replace' | 'add' | 'delete' | 'reorder';
  key: number;
  value: number;
}

const change: fc.Arbitrary<Change> = fc.record({
  path: fc.array(fc.nat(20), { maxLength: 6 }),
  kind: fc.constantFrom('replace', 'replace', 'add', 'delete', 'reorder'),
  key: fc.nat(HOSTILE_KEYS.length - 1),
  value: fc.nat(HOSTILE_VALUES.length - 1),
});

const input = fc.record({
  subject: fc.oneof(
    { weight: 2, arbitrary: fc.constantFrom(...CONTRACT_CLASSES) },
    { weight: 1, arbitrary: fc.constantFrom(...CONSUMER_CLASSES) },
  ),
  changes: fc.array(change, { maxLength: 3 }),
});

type Fields = Record<string, unknown>;

function isFields(value: unknown): value is Fields {
  const isObject = typeof value === 'object' && value !== null;
  return isObject && Object.isExtensible(value) && !ArrayBuffer.isView(value);
}

/** A fresh input: the valid one with its changes. */
function make(subject: ConsumerClass, changes: Change[]): Fields {
  const root = { input: subject.valid() };
  for (const { path, kind, key, value } of changes) {
    let node: Fields = root;
    let name = 'input';
    for (const step of path) {
      const child = node[name];
      const keys = isFields(child) ? Object.keys(child) : [];
      if (!isFields(child) || keys.length === 0) break;
      node = child;
      name = keys[step % keys.length] as string;
    }
    apply(node, name, kind, HOSTILE_KEYS[key] as string, HOSTILE_VALUES[value]?.());
  }
  return root.input;
}

function apply(node: Fields, name: string, kind: Change['kind'], key: string, value: unknown) {
  const own = node[name];
  if (kind === 'add') {
    put(isFields(own) && !('self' in own) ? own : node, key, value);
  } else if (kind === 'replace') {
    put(node, name, value);
  } else if (name !== 'input' && Reflect.deleteProperty(node, name) && kind === 'reorder') {
    put(node, name, own);
  }
}

/** Unlike an assignment it never sets a prototype. */
function put(node: Fields, key: string, value: unknown): void {
  const everything = { writable: true, enumerable: true, configurable: true };
  Reflect.defineProperty(node, key, { value, ...everything });
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What came of it, as a value that can be compared. */
function outcome(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return { thrown: (error as Error).constructor.name, message: (error as Error).message };
  }
}

function expectNoDifference(dto: new () => object, fresh: () => object): boolean {
  const [forFast, forSlow] = [fresh(), fresh()];
  const fast = outcome(() => validateDto(dto, forFast));
  const slow = outcome(() => validateThoroughly(dto, forSlow));
  expect(findDifference(fast, slow)).toBeUndefined();
  return (slow as { ok?: boolean }).ok === true;
}

it(`finds no difference in ${RUNS} inputs`, () => {
  const seen = { valid: 0, invalid: 0, short: 0 };
  fc.assert(
    fc.property(input, ({ subject, changes }) => {
      const fresh = () => make(subject, changes);
      if (!isObject(fresh())) return;
      const isValid = expectNoDifference(subject.dto, fresh as () => object);
      seen[isValid ? 'valid' : 'invalid'] += 1;
      if (surelyValid(subject.dto, fresh()) !== undefined) {
        expect(isValid).toBe(true);
        seen.short += 1;
      }
    }),
    { numRuns: RUNS },
  );
  // Nothing would be shown if one of these hardly ever happened.
  for (const count of Object.values(seen)) {
    expect(count).toBeGreaterThan(RUNS / 10);
  }
  if (process.env['TEST_LONG']) {
    console.info(seen);
  }
}, 900_000);

it('finds no difference in generated result links', () => {
  fc.assert(
    fc.property(fc.oneof(acceptedBody, hostileBody), (body) => {
      const text = JSON.stringify(body);
      expectNoDifference(PostAtsCandidatesCandidateIDResultLinksRequestBody, () =>
        JSON.parse(text),
      );
    }),
    { numRuns: RUNS / 4 },
  );
}, 900_000);

const everywhere = process.env['TEST_LONG']
  ? [...CONTRACT_CLASSES, ...CONSUMER_CLASSES]
  : CONTRACT_CLASSES.slice(2, 3);

it.each(everywhere.map(({ dto, valid }) => [dto.name, dto, valid] as const))(
  'finds no difference with any hostile value anywhere in %s',
  (_name, dto, valid) => {
    for (const path of pathsOf(valid())) {
      for (const value of HOSTILE_VALUES) {
        expectNoDifference(dto, () => {
          const root = valid();
          const parent = path.slice(0, -1).reduce((node, key) => node[key] as Fields, root);
          parent[path.at(-1) as string] = value();
          return root;
        });
      }
    }
  },
  900_000,
);

it.each([1_000, 1_001])('finds no difference with %i attributes', (length) => {
  const attributes = Array.from({ length }, (_, index) => ({ key: `k${index}`, value: 'v' }));
  expectNoDifference(ResultLinkDetails, () => ({ custom_field_name_prefix: 'A:', attributes }));
});

describe('corner cases', () => {
  it.each<[string, new () => object, object]>([
    ['an invalid default', WithDefaults, { name: 'n' }],
    ['a default that is a function', WithDefaults, { name: 'n', attribute: null, callback: 1 }],
    ['a function where anything goes', WithRuleOptions, { anything: Math.max, defined: Math.min }],
    ['a rule that is switched off', WithRuleOptions, { texts: 'off', flag: 'no', defined: 1 }],
    ['a property that is switched off', WithRuleOptions, { texts: 0, flag: false, defined: 1 }],
  ])('%s', (_name, dto, given) => {
    expectNoDifference(dto, () => ({ ...given }));
  });

  it.each([1, 14, 15, 16, 17, 30, 31, 32, 33, 34])('a tree %i levels deep', (levels) => {
    const grow = (wrap: (tree: object) => object) => () => {
      let tree: object = { name: 'leaf', children: [] };
      for (let level = 0; level < levels; level += 1) {
        tree = wrap(tree);
      }
      return tree;
    };
    expectNoDifference(
      Tree,
      grow((tree) => ({ name: 'n', children: [tree] })),
    );
    expectNoDifference(
      Tree,
      grow((tree) => ({ name: 'n', favourite: tree })),
    );
  });
});

/** Every place in an input. */
function pathsOf(node: unknown, path: string[] = []): string[][] {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) => [
    [...path, key],
    ...pathsOf(value, [...path, key]),
  ]);
}

it.each(CONTRACT_CLASSES.map(({ dto, valid }) => [dto.name, dto, valid] as const))(
  'does not change the input of %s',
  (_name, dto, valid) => {
    const given = valid();
    validateDto(dto, given);
    expect(findDifference(given, valid())).toBeUndefined();
  },
);
