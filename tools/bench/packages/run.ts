/**
 * What importing our packages costs in Node, beside the official SDK: wall time, CPU and heap of a fresh
 * process, the candidates taking turns, medians. Exits 1 when one of ours costs more than half of the SDK
 * in CPU time or heap; wall time tells more of what else the machine does. Then what the contract adds to a web page.
 *
 *   npm run bench:packages -- [rounds]
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { bundleSizes } from './bundles.ts';

const PACKAGES = ['@result-links/contracts', '@result-links/kombo-client', '@kombo-api/sdk'];
const [, , SDK] = PACKAGES as [string, string, string];
const rounds = Number(process.argv[2] ?? 9);

/** One import. `heapKb` after a collection; the process without any import is the zero. */
interface Sample {
  wallMs: number;
  cpuMs: number;
  heapKb: number;
}

function sample(specifier: string): Sample {
  const child = join(import.meta.dirname, 'import-one.ts');
  const output = execFileSync(
    process.execPath,
    ['--no-warnings', '--expose-gc', child, specifier],
    {
      encoding: 'utf8',
    },
  );
  return JSON.parse(output) as Sample;
}

const samples = new Map<string, Sample[]>(PACKAGES.map((name) => [name, []]));
for (let round = 0; round < rounds; round += 1) {
  for (const name of PACKAGES) samples.get(name)?.push(sample(name));
}

function median(name: string, key: keyof Sample): number {
  const values = (samples.get(name) ?? []).map((one) => one[key]).sort((a, b) => a - b);
  return values[values.length >> 1] ?? Number.NaN;
}

let isWithinGoal = true;
console.log('package                       wall ms   cpu ms   heap kB   (share of the SDK)');
for (const name of PACKAGES) {
  const cells = (['wallMs', 'cpuMs', 'heapKb'] as const).map((key) => {
    const share = median(name, key) / median(SDK, key);
    if (name !== SDK && key !== 'wallMs' && share > 0.5) isWithinGoal = false;
    return `${median(name, key).toFixed(0).padStart(5)} (${share.toFixed(2)})`;
  });
  console.log(`${name.padEnd(28)} ${cells.join('  ')}`);
}
console.log(
  isWithinGoal ? 'goal met: at most half of the SDK' : 'goal missed: more than half of the SDK',
);
console.log('\nin a web page, bytes after gzip');
for (const [what, bytes] of Object.entries(await bundleSizes())) {
  console.log(`${what.padEnd(28)} ${String(bytes).padStart(6)}`);
}
process.exitCode = isWithinGoal ? 0 : 1;
