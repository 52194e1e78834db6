import fc from 'fast-check';
import { findInexactNumbers } from './exact-numbers.js';

const paths = (json: string) => findInexactNumbers(json).map(({ path }) => path);

it.each([
  '9007199254740993',
  '1e400',
  '-1e400',
  '0.1000',
  '-0',
  '-0.0',
  '1E2',
  '1e2',
  '1.0',
  '0e0',
  '1e-400',
  '123456789012345678901234567890',
  '0.30000000000000000001',
])('%s is named by its path', (number) => {
  const json = `{"label":"${number}","remote_fields":{"a":[1,{"b\\u0063":${number}}],"d":${number}}}`;
  expect(paths(json)).toEqual(['remote_fields.a[1].bc', 'remote_fields.d']);
  expect(paths(`[0, [], {}, ${number} ]`)).toEqual(['[3]']);
  expect(paths(number)).toEqual(['']);
});

it.each(['0', '1', '-1', '42', '0.1', '-2.5', '9007199254740991', '1e+21', '1.5e-7', '5e-324'])(
  '%s leaves as it came',
  (number) => expect(paths(`{"a":[${number},{"b":${number}}]}`)).toEqual([]),
);

it('texts with quotes, backslashes, and numbers in them are no numbers', () => {
  expect(paths(JSON.stringify({ '1e400': '\\"1e400', '-0': ['-0', '"', '\\', '1.0,'] }))).toEqual(
    [],
  );
});

it('finds nothing in what JSON.stringify writes, and an added one anywhere', () => {
  fc.assert(
    fc.property(
      fc.jsonValue().filter((each) => !JSON.stringify(each).includes('HERE')),
      (value) => {
        const json = JSON.stringify(value).replaceAll(/-0(?![\d.])/g, '0');
        const added = JSON.stringify({ before: value, found: 'HERE', after: [value] });
        expect(JSON.parse(json)).toBeDefined();
        expect(findInexactNumbers(JSON.stringify(JSON.parse(json)))).toEqual([]);
        expect(paths(added.replace('"HERE"', '1e400'))).toEqual(['found']);
      },
    ),
  );
});
