/**
 * What importing the packed libraries costs a program, beside the official SDK. The same measurement as
 * `npm run bench:packages`, of the packages that others install.
 */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { createConsumer, linkLibraries, type Consumer } from './lib/consumer.ts';
import { LIBRARIES, manifestOf, WORKSPACE } from './lib/packed.ts';

const SDK = '@kombo-api/sdk';
/** The most an import may cost, as a share of the SDK's. */
const LIMIT = 0.5;
const ROUNDS = 5;
/** On a machine that is busy with other things one series may fail; what is too much fails all. */
const MAX_SERIES = 4;

/** One import in a process of its own, see `tools/bench/packages/import-one.ts`. */
interface Sample {
  cpuMicros: number;
  heapMb: number;
}

let consumer: Consumer;
beforeAll(async () => {
  consumer = createConsumer('import-cost');
  await linkLibraries(consumer, [SDK]);
  cpSync(`${WORKSPACE}/tools/bench/packages/import-one.ts`, join(consumer.folder, 'import-one.ts'));
});
afterAll(() => consumer.remove());

async function sample(specifier: string): Promise<Sample> {
  const flags = ['--no-warnings', '--expose-gc'];
  const { exitCode, stdout, stderr } = await consumer.node(...flags, 'import-one.ts', specifier);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  return JSON.parse(stdout) as Sample;
}

/** The least of a series: other processes only ever add. CPU time, for the wall clock runs for them too. */
async function series(specifiers: readonly string[]): Promise<Map<string, Sample>> {
  const least = new Map<string, Sample>();
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const specifier of specifiers) {
      const { cpuMicros, heapMb } = await sample(specifier);
      const before = least.get(specifier) ?? { cpuMicros, heapMb };
      least.set(specifier, {
        cpuMicros: Math.min(before.cpuMicros, cpuMicros),
        heapMb: Math.min(before.heapMb, heapMb),
      });
    }
  }
  return least;
}

it.each(LIBRARIES.map((library) => manifestOf(library).name))(
  '%s costs at most half of the official SDK',
  async (name) => {
    let shares: Sample | undefined;
    for (let attempt = 0; attempt < MAX_SERIES; attempt += 1) {
      const least = await series([name, SDK]);
      const [ours, theirs] = [least.get(name), least.get(SDK)] as [Sample, Sample];
      shares = {
        cpuMicros: ours.cpuMicros / theirs.cpuMicros,
        heapMb: ours.heapMb / theirs.heapMb,
      };
      if (shares.cpuMicros <= LIMIT && shares.heapMb <= LIMIT) break;
    }
    console.info(`${name}: CPU ${shares?.cpuMicros.toFixed(2)}, heap ${shares?.heapMb.toFixed(2)}`);
    expect(shares?.cpuMicros).toBeLessThanOrEqual(LIMIT);
    expect(shares?.heapMb).toBeLessThanOrEqual(LIMIT);
  },
);
