import { queryString, segment } from './path.js';

describe('segment', () => {
  it.each([
    ['workday:abc', 'workday%3Aabc'],
    ['c/1?x#y', 'c%2F1%3Fx%23y'],
    ['...', '...'],
  ])('%s becomes %s', (id, expected) => {
    expect(segment(id)).toBe(expected);
  });

  it.each(['', '.', '..'])('refuses %j, which leads to another route', (id) => {
    expect(() => segment(id)).toThrow(TypeError);
  });
});

describe('queryString', () => {
  it('repeats lists and leaves out what is not set', () => {
    expect(
      queryString({ state: ['failed', 'unknown'], limit: 2, cursor: undefined, a: 'x&y' }),
    ).toBe('?state=failed&state=unknown&limit=2&a=x%26y');
  });

  it('is empty when nothing is set', () => {
    expect(queryString({ cursor: undefined, state: [] })).toBe('');
  });
});
