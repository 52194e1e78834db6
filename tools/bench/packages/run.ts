/**
 * What importing our packages costs in Node.js, beside the official SDK: a fresh process each. Then what the
 * contract adds to a web page.
 */
import { bench } from '../lib/bench.ts';
import { sampleOf } from '../lib/command.ts';
import type { Goal } from '../lib/goals.ts';
import { ratioBetween, takeTurns, type Candidate, type Figures } from '../lib/turns.ts';
import { bundleSizes } from './bundles.ts';

const OURS = ['@result-links/contracts', '@result-links/kombo-client'];
const SDK = '@kombo-api/sdk';
const HEAP = {
  heading: 'heap after a collection',
  figure: 'heapMb',
  text: (megabytes: number) => `${megabytes.toFixed(1)} MB`,
};

await bench('packages', { rounds: 9 }, async ({ rounds }) => {
  const script = new URL('import-one.ts', import.meta.url);
  const candidate = (name: string, role: Candidate['role']): Candidate => ({
    ...{ name, role },
    measure: () => sampleOf<Figures>(script, [name], ['--expose-gc']),
  });
  const rows = await takeTurns('packages', { rounds }, [
    ...OURS.map((name) => candidate(name, 'ours')),
    candidate(SDK, 'peer'),
  ]);
  const goals = OURS.flatMap((name): Goal[] => [
    { what: `${name}, CPU ÷ SDK`, value: ratioBetween(rows, name, SDK, 'cpuMicros'), most: 0.5 },
    { what: `${name}, heap ÷ SDK`, value: ratioBetween(rows, name, SDK, 'heapMb'), most: 0.5 },
  ]);
  const sizes = Object.entries(await bundleSizes());
  const inPage = sizes.map(([what, bytes]) => `${what} ${(bytes / 1_000).toFixed(1)} kB`);
  return {
    tables: [{ title: 'One import', unit: 'import', rows, more: [HEAP] }],
    goals,
    remarks: [`In a web page, minified and compressed with gzip: ${inPage.join(', ')}.`],
  };
});
