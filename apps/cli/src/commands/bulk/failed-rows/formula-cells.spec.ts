import { csvLine } from './csv-line.js';
import { neutralise, takeBack } from './formula-cells.js';

describe('cells that look like formulas', () => {
  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx', "'=x", "''-x"])(
    '%j is made harmless, and comes back as it was',
    (cell) => {
      expect(neutralise(cell)).toBe(`'${cell}`);
      expect(takeBack(neutralise(cell))).toBe(cell);
    },
  );

  it.each(['', 'Result', '100%', "it's", "'quoted'", '1-2', 'https://example.com/?a=b'])(
    '%j is left alone',
    (cell) => {
      expect(neutralise(cell)).toBe(cell);
      expect(takeBack(cell)).toBe(cell);
    },
  );

  it('are harmless in a line, and quoted where they must be', () => {
    expect(csvLine(['=HYPERLINK("x";"y")', 'a,b', 'two\nlines', 'plain'])).toBe(
      `"'=HYPERLINK(""x"";""y"")","a,b","two\nlines",plain\r\n`,
    );
    expect(csvLine(['a,b', 'c;d'], ';')).toBe('a,b;"c;d"\r\n');
  });
});
