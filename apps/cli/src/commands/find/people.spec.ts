import { readings } from './people.js';

it.each([
  ['Lovelace', [{ last_name: 'Lovelace' }, { first_name: 'Lovelace' }]],
  ['  Ada   Lovelace ', [{ first_name: 'Ada', last_name: 'Lovelace' }]],
  [
    'Ada van Berg',
    [
      { first_name: 'Ada', last_name: 'van Berg' },
      { first_name: 'Ada van', last_name: 'Berg' },
    ],
  ],
])('reads the name %j', (name, expected) => {
  expect(readings(name)).toEqual(expected);
});

it('divides no endless name', () => {
  expect(readings('a b c d e f g h i j')).toHaveLength(5);
});
