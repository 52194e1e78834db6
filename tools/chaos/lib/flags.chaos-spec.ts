import { readFlags } from './flags.ts';

const defaults = { engine: 'postgres', kills: 100 };

it('reads flags by the type of their default', () => {
  expect(readFlags(defaults, ['--kills', '5'])).toEqual({ engine: 'postgres', kills: 5 });
  expect(readFlags(defaults, ['--engine=embedded'])).toEqual({ engine: 'embedded', kills: 100 });
});

it.each([[['--kills', 'many']], [['--kills', '-1']], [['--kilsl', '5']], [['stray']]])(
  'refuses %j',
  (args) => {
    expect(() => readFlags(defaults, args)).toThrow();
  },
);
