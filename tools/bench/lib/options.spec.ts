import { readOptions } from './options.ts';

const defaults = { rounds: 5, requests: 6_000 };

it('takes what is given, and keeps what the figures depend on', () => {
  expect(readOptions(defaults, [])).toEqual({
    ...{ values: defaults, isPrintOnly: false, isChecked: false, given: [] },
  });
  expect(readOptions(defaults, ['--print', '--rounds=2', '--check'])).toEqual({
    ...{ values: { rounds: 2, requests: 6_000 }, isPrintOnly: true, isChecked: true },
    given: ['--rounds=2'],
  });
});

it.each(['--round=2', '--rounds', '--rounds=many', '--rounds=-1', '--print=1', '5'])(
  'refuses %s, and says what there is',
  (argument) => {
    expect(() => readOptions(defaults, [argument])).toThrow('--rounds=5 --requests=6000 --print');
  },
);
