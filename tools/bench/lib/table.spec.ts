import { tableText } from './table.ts';
import type { Row } from './turns.ts';

const rows: Row[] = [
  {
    ...{ name: 'ours', role: 'ours' },
    samples: [
      { perSecond: 4_000, cpuMicros: 60, peakMb: 100.4 },
      { perSecond: 2_000, cpuMicros: 80, peakMb: 120 },
      { perSecond: 6_000, cpuMicros: 61, peakMb: 90 },
    ],
  },
  {
    ...{ name: 'SDK', role: 'peer' },
    samples: [
      { perSecond: 1_000, cpuMicros: 300, peakMb: 300 },
      { perSecond: 500, cpuMicros: 400, peakMb: 300 },
      { perSecond: 1_500, cpuMicros: 610, peakMb: 300 },
    ],
  },
  {
    ...{ name: 'bare', role: 'limit' },
    samples: [{ perSecond: 8_000 }, { perSecond: 8_000 }, { perSecond: 6_000 }],
  },
];

const cells = (text: string) =>
  text
    .split('\n')
    .slice(2)
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );

it('shows medians, and ratios that are medians of those within each round', () => {
  expect(cells(tableText({ title: 'Sent', unit: 'request', rows }))).toEqual([
    ['', 'rate', '÷ peer', '÷ limit', 'CPU per request', '÷ peer', 'peak memory'],
    ['---', '---:', '---:', '---:', '---:', '---:', '---:'],
    ['**ours**', '4,000/s', '4.00', '0.50', '61 µs', '0.20', '100 MB'],
    ['peer: SDK', '1,000/s', '1.00', '0.13', '400 µs', '1.00', '300 MB'],
    ['limit: bare', '8,000/s', '8.00', '1.00', '–', '–', '–'],
  ]);
});

it('shows wall time where there is no rate, and the columns of its own', () => {
  const own = [
    { name: 'send', role: 'beside' as const, samples: [{ wallMs: 41.23, stubBusy: 0.125 }] },
  ];
  const more = [{ heading: 'stub busy', figure: 'stubBusy', text: (x: number) => x.toFixed(1) }];
  expect(cells(tableText({ title: 'One', unit: 'command', rows: own, more }))).toEqual([
    ['', 'wall per command', 'stub busy'],
    ['---', '---:', '---:'],
    ['send', '41.2 ms', '0.1'],
  ]);
});
