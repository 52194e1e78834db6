import * as stock from '#class-validator';
import { HOSTILE_VALUES } from '../../testing/hostile-values.js';
import * as ours from './decorators.js';
import { sureTestOf } from './known-rules.js';
import { rulesOf } from './registrations.js';

const validator = new stock.Validator();

/** A class with one rule on `value`. */
function classWith(decorator: PropertyDecorator): new () => { value: unknown } {
  class Dto {
    value: unknown;
  }
  decorator(Dto.prototype, 'value');
  return Dto;
}

const testOf = (dto: new () => object) => rulesOf(dto).map(sureTestOf)[0];

const passes = (dto: new () => { value: unknown }, value: unknown) =>
  validator.validateSync(Object.assign(new dto(), { value })).length === 0;

const VALUES = [
  ...HOSTILE_VALUES.map((make) => make()),
  ...['', 'a', 'abc', 'abcd', 'ab\u{1f600}', 'abcd\ufe0f', 'x\n', new String('abc')],
  ...[[], [1], [1, 2, 3], {}, () => 1, undefined, null, Number.NaN],
];

const PAIRS: [string, PropertyDecorator, PropertyDecorator][] = [
  ['IsString', ours.IsString(), stock.IsString()],
  ['IsNotEmpty', ours.IsNotEmpty(), stock.IsNotEmpty()],
  ['MaxLength', ours.MaxLength(3), stock.MaxLength(3)],
  ['Matches', ours.Matches(/^[a-c]+$/u), stock.Matches(/^[a-c]+$/u)],
  ['IsObject', ours.IsObject(), stock.IsObject()],
  ['IsArray', ours.IsArray(), stock.IsArray()],
  ['ArrayMaxSize', ours.ArrayMaxSize(2), stock.ArrayMaxSize(2)],
];

describe.each(PAIRS)('%s', (_name, own, original) => {
  const [dto, peer] = [classWith(own), classWith(original)];

  it('passes what class-validator passes, and registers the same', () => {
    const verdicts = VALUES.map((value) => passes(dto, value));

    expect(verdicts).toEqual(VALUES.map((value) => passes(peer, value)));
    const [rule, other] = [rulesOf(dto)[0], rulesOf(peer)[0]];
    expect([rule?.name, rule?.type, rule?.constraints]).toEqual([
      ...[other?.name, other?.type, other?.constraints],
    ]);
  });

  it('is sure only of what class-validator passes, and of something', () => {
    const sure = VALUES.filter((value) => testOf(dto)?.(value));

    expect(sure.length).toBeGreaterThan(0);
    expect(sure.filter((value) => !passes(peer, value))).toEqual([]);
  });
});

it('a pattern with a memory has no test', () => {
  expect(testOf(classWith(ours.Matches(/a/g)))).toBeUndefined();
  expect(testOf(classWith(ours.Matches(/a/y)))).toBeUndefined();
});

it('a rule of somebody else with the same name has no test', () => {
  const narrower = stock.ValidateBy({
    name: 'maxLength',
    constraints: [3],
    validator: { validate: () => false },
  });

  expect(testOf(classWith(narrower))).toBeUndefined();
});
