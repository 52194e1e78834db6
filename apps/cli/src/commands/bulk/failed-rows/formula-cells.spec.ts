import { csvLine } from './csv-line.js';
import { neutralise, takeBack } from './formula-cells.js';

const plain = (...values: string[]) => values.map((value) => ({ value }));

describe('cells that look like formulas', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\tx', "'\tx"],
    ['\rx', "'\rx"],
    ["'=x", "''=x"],
    ["''-x", "'''-x"],
    ['  =1', "  '=1"],
    ['\u{a0}=1', "\u{a0}'=1"],
    ['"=1"', `"'=1"`],
    ['＝1', "'＝1"],
    ['a;=1', "a;'=1"],
    ['a; "@b', `a; "'@b`],
    ['a,=1;=2', "a,'=1;'=2"],
    ['a|-1', "a|'-1"],
    ['two\n=lines', "two\n'=lines"],
    ['two\r\n=lines', "two'\r\n'=lines"],
    ['a\t=1', "a'\t'=1"],
  ])('%j is written as %j, and comes back as it was', (cell, written) => {
    const safe = neutralise(cell);

    expect(takeBack(safe)).toBe(cell);
    expect(safe.replaceAll("'\t", '\t').replaceAll("'\r", '\r')).toBe(
      written.replaceAll("'\t", '\t').replaceAll("'\r", '\r'),
    );
  });

  it.each(['', 'Result', '100%', "it's", "'quoted'", '1-2', 'https://example.com/?a=b', 'a, b; c'])(
    '%j is left alone',
    (cell) => {
      expect(neutralise(cell)).toBe(cell);
      expect(takeBack(cell)).toBe(cell);
    },
  );

  it('come back however signs, separators and apostrophes are put together', () => {
    const signs = ['=', '-', "'", ';', ',', '\t', '\r', '\n', ' ', '"', 'a', '＠'];
    let seed = 7;
    const next = () => (seed = (seed * 48_271) % 2_147_483_647);
    for (let n = 0; n < 20_000; n++) {
      const length = 1 + (next() % 8);
      const cell = Array.from({ length }, () => signs[next() % signs.length]).join('');
      const safe = neutralise(cell);

      expect(takeBack(safe)).toBe(cell);
      // Read with any separator, no cell begins with a sign.
      for (const part of safe.split(/[;,|\t\r\n]/)) expect(part).not.toMatch(/^[\s"]*[=\-＠]/);
    }
  });

  it('are written and read in linear time, also a long one that is nearly empty', () => {
    for (const blanks of ['\n', '\n ', '"\n', '\n"', ' ', '\r\n']) {
      const cell = `${blanks.repeat(50_000)}x`;
      const start = performance.now();

      expect(takeBack(neutralise(cell))).toBe(cell);
      // It took half a minute when every line break was a new start for all blanks behind it.
      expect(performance.now() - start).toBeLessThan(2000);
    }
  });

  it('are harmless in a line, and quoted where they must be or were', () => {
    expect(csvLine(plain('=HYPERLINK("x";"y")', 'a,b', 'two\nlines', 'plain'), ',', '\r\n')).toBe(
      `"'=HYPERLINK(""x"";""y"")","a,b","two\nlines",plain\r\n`,
    );
    expect(csvLine([{ value: 'a', isQuoted: true }, ...plain('a,b', 'c;d')], ';', '\n')).toBe(
      '"a";a,b;"c;d"\n',
    );
  });
});
