/** Values that go wrong in code which copies or inspects objects, each made afresh. */
import { ResultLinkAttribute } from '../index.js';

class Custom {
  key = 'k';
  value = 'v';
}

class CustomArray extends Array<unknown> {}

const aPrototype = { key: 'k', value: 'v' };
const aFunction = () => 'called';
const aSymbol = Symbol('s');

/** JSON text keeps `__proto__` as a key of its own. */
const parsed = (text: string) => (): unknown => JSON.parse(text);

const nested = (depth: number) => (): unknown =>
  JSON.parse(`${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`);

const withExtra = (extra: object) => (): unknown =>
  Object.assign([{ key: 'k', value: 'v' }], extra);

/** What is put in place of some part of an input. */
export const HOSTILE_VALUES: readonly (() => unknown)[] = [
  () => undefined,
  () => null,
  () => '',
  () => ' ',
  () => 'text',
  () => 'x'.repeat(70_000),
  () => '\ud800',
  () => '👍🏽'.repeat(2_048),
  () => 'https://user:pw@a.example/',
  () => 'https://a.example/?q=1',
  () => 'MISC',
  () => '2026-11-23T10:00:00Z',
  () => 0,
  () => -1.5,
  () => 7,
  () => Number.NaN,
  () => 10n,
  () => true,
  () => false,
  () => aFunction,
  () => aSymbol,
  () => [],
  () => [[]],
  () => [[{ key: 'k', value: 'v' }]],
  () => [null],
  () => [undefined],
  () => ['text', 1],
  () => [{ key: 'k', value: 'v' }],
  () => [{ key: 'k', value: 'v' }, { key: 'k' }],
  // eslint-disable-next-line no-sparse-arrays
  () => [{ key: 'k', value: 'v' }, , { key: 'k', value: 'v' }],
  () => new Array(3),
  withExtra({ extra: 1 }),
  withExtra({ constructor: 1 }),
  () => Object.assign(new Array(1), { constructor: 1 }),
  () => ({}),
  () => ({ key: 'k', value: 'v' }),
  () => ({ value: 'v', key: 'k', more: 1 }),
  () => ({ label: 'L', url: 'https://a.example' }),
  () => ({ 0: { key: 'k', value: 'v' }, length: 1 }),
  () => ({ constructor: 1 }),
  () => ({ prototype: 1 }),
  () => ({ hasOwnProperty: 1, toString: 2, valueOf: 'x', b: 3 }),
  () => ({ then: aFunction }),
  () => ({ then: 1 }),
  () => ({ a: { b: { constructor: { prototype: {} } } } }),
  () => ({ a: [{ isPrototypeOf: 1 }] }),
  () => ({ a: aFunction }),
  () => ({ [aSymbol]: 1 }),
  () => ({ 10: 'a', 2: 'b', z: 1 }),
  () => Object.create(null),
  () => Object.assign(Object.create(null), { key: 'k', value: 'v' }),
  () => Object.create(aPrototype),
  () => Object.defineProperty({ key: 'k' }, 'value', { get: () => 'v', enumerable: true }),
  () => Object.defineProperty({ key: 'k', value: 'v' }, 'hidden', { value: 1, enumerable: false }),
  () => Object.freeze({ key: 'k', value: 'v' }),
  parsed('{"__proto__":{"polluted":1}}'),
  parsed('{"key":"k","value":"v","__proto__":{"polluted":1}}'),
  parsed('{"a":{"b":[{"__proto__":[]}]}}'),
  parsed('{"100000000":"x","__proto__":[]}'),
  nested(27),
  nested(30),
  nested(31),
  nested(32),
  nested(33),
  nested(40),
  () => {
    const circle: Record<string, unknown> = { key: 'k', value: 'v' };
    circle['self'] = circle;
    return circle;
  },
  () => new Custom(),
  () => Object.assign(new ResultLinkAttribute(), { key: 'k', value: 'v' }),
  () => new CustomArray(),
  () => new Date(0),
  () => new Date(Number.NaN),
  () => new Map([['key', 'k']]),
  () => new Set([{ key: 'k', value: 'v' }]),
  () => new String('boxed'),
  () => new Boolean(true),
  () => Buffer.from('bytes'),
  () => /pattern/,
  () => Promise.resolve('later'),
];

/** Keys that are put beside the known ones. */
export const HOSTILE_KEYS: readonly string[] = [
  'surprise',
  'label',
  'key',
  'hasOwnProperty',
  'toString',
  'valueOf',
  '__defineGetter__',
  'prototype',
  '10',
  '',
  'untouched',
  'callback',
];
