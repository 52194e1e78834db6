import { readOptions } from './options.ts';

const defaults = { rounds: 5, requests: 6_000, beside: '' };

it('takes what is given, and keeps what the figures depend on', () => {
  expect(readOptions(defaults, [])).toEqual({
    ...{ values: defaults, isPrintOnly: false, isChecked: false, given: [] },
  });
  expect(readOptions(defaults, ['--print', '--rounds=2', '--check'])).toEqual({
    ...{ values: { ...defaults, rounds: 2 }, isPrintOnly: true, isChecked: true },
    given: ['--rounds=2'],
  });
});

it('takes texts where the default is one', () => {
  expect(readOptions(defaults, ['--beside=../before']).values.beside).toBe('../before');
});

it.each(['--round=2', '--rounds', '--rounds=many', '--rounds=-1', '--beside', '--print=1', '5'])(
  'refuses %s, and says what there is',
  (argument) => {
    expect(() => readOptions(defaults, [argument])).toThrow(
      '--rounds=5 --requests=6000 --beside= --print',
    );
  },
);
