/**
 * What starting the command line costs. Every sample is a process of its own, from its start to its end.
 * The limit is `node -e 0`, which no program in Node.js can do without; writing a line to a pipe
 * (`process.stdout`) alone costs a tenth more.
 */
import { fileURLToPath } from 'node:url';
import { bench } from '../lib/bench.ts';
import { runCommand } from '../lib/command.ts';
import { startKombo } from '../lib/kombo-process.ts';
import { ratioBetween, takeTurns, type Candidate } from '../lib/turns.ts';

const file = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const CLI = file('../../../apps/cli/bin/result-links.cjs');
const LINK = [
  ...['--label', 'Assessment result'],
  ...['--url', 'https://assessments.example.com/results/42'],
  ...['--integration', 'workday:HWUTwvyx2wLoSUHphiWVrp28', '--candidate', 'candidate-1'],
];
const EMPTY = 'node -e 0';
const BY_SDK = 'the smallest script with the SDK';

await bench('cli', { rounds: 15 }, async ({ rounds }, scope) => {
  const kombo = await startKombo(scope);
  const env = { HOME: scope.folder(), KOMBO_API_KEY: 'sk_bench' }; // compiled code is kept in HOME
  const candidate = (name: string, role: Candidate['role'], args: string[]): Candidate => ({
    ...{ name, role },
    measure: async () => {
      const { wallMs, cpuMicros, peakMb } = await runCommand(args, env);
      return { wallMs, cpuMicros, peakMb };
    },
  });
  // The round before those that count fills the caches.
  const rows = await takeTurns('cli', { rounds, warmUpRounds: 1 }, [
    candidate('--help', 'ours', [CLI, '--help']),
    candidate('send', 'ours', [CLI, 'send', '--base-url', kombo.url, ...LINK]),
    candidate(BY_SDK, 'peer', [file('send-by-sdk.ts'), kombo.url]),
    candidate(EMPTY, 'limit', ['-e', '0']),
  ]);
  const wall = (name: string) => ratioBetween(rows, name, EMPTY, 'wallMs');
  return {
    tables: [{ title: 'One command, from its start to its end', unit: 'command', rows }],
    goals: [
      { what: '`--help`, wall ÷ `node -e 0`', value: wall('--help'), most: 1.15 },
      { what: '`send`, wall ÷ `node -e 0`', value: wall('send'), most: 2 },
    ],
  };
});
