import { blockText, replaceBlock } from './document.ts';

const document = [
  '# Performance',
  '<!-- bench:cli -->',
  'old figures of cli',
  '<!-- /bench:cli -->',
  'Words between.',
  '<!-- bench:client -->',
  '<!-- /bench:client -->',
  'Words after.',
].join('\n');

describe('a block of the document', () => {
  it('is replaced, and nothing else', () => {
    const after = replaceBlock(document, 'cli', 'new figures');
    expect(after).toContain('<!-- bench:cli -->\n\nnew figures\n\n<!-- /bench:cli -->');
    expect(after).not.toContain('old figures');
    expect(after.replace(/<!-- bench:cli -->[^]*<!-- \/bench:cli -->/, '')).toBe(
      document.replace(/<!-- bench:cli -->[^]*<!-- \/bench:cli -->/, ''),
    );
  });

  it('may be empty before, and is the same when it is replaced by the same again', () => {
    const once = replaceBlock(document, 'client', 'figures | of $1 $& client');
    expect(once).toContain('figures | of $1 $& client');
    expect(replaceBlock(once, 'client', 'figures | of $1 $& client')).toBe(once);
  });

  it.each([
    ['is not there', '# Performance'],
    ['has no end', '<!-- bench:cli -->'],
    ['ends before it begins', '<!-- /bench:cli --><!-- bench:cli -->'],
    ['is there twice', `${document}${document}`],
  ])('is missed when it %s', (_, text) => {
    expect(() => replaceBlock(text, 'cli', 'x')).toThrow(/once each/);
  });
});

it('says how it was measured, shows its tables, and which goals are missed', () => {
  const block = blockText(
    {
      tables: [
        {
          title: 'Sent',
          unit: 'request',
          rows: [{ name: 'ours', role: 'ours', samples: [{ perSecond: 10 }] }],
        },
      ],
      goals: [
        { what: 'CPU ÷ SDK', value: 0.2, most: 0.3 },
        { what: 'rate ÷ SDK', value: 3.9, least: 4 },
        { what: 'never measured', value: NaN, most: 1 },
      ],
      remarks: ['A remark.'],
    },
    {
      command: 'npm run bench:client -- --rounds=2',
      at: new Date('2026-11-25T17:00:00Z'),
      ...{ node: '24.21.0', cores: 2, load: [0.24, 1.96] },
    },
  );
  expect(block.split('\n')).toEqual([
    '`npm run bench:client -- --rounds=2`, 2026-11-25, Node.js 24.21.0, 2 cores, load average 0.2 before and 2.0 after:',
    '',
    'Sent:',
    '',
    '|  | rate |',
    '| --- | ---: |',
    '| **ours** | 10/s |',
    '',
    '- CPU ÷ SDK: 0.20, goal at most 0.3: met',
    '- rate ÷ SDK: 3.90, goal at least 4: **missed**',
    '- never measured: –, goal at most 1: **missed**',
    '',
    'A remark.',
  ]);
});
