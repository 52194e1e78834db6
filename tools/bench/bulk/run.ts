/**
 * What `result-links bulk` costs and how near it comes to the limit: `--check` and `--send` are the most rows
 * of a file that is checked and that is sent, `--slow` the rows of each integration when one of them is slow;
 * 0 leaves the part out.
 */
import { bench } from '../lib/bench.ts';
import { compareChecks } from './check.ts';
import { compareDeliveries } from './deliver.ts';
import { compareSlow } from './slow.ts';

const DEFAULTS = { rounds: 3, check: 1_000_000, send: 100_000, slow: 300 };

await bench('bulk', DEFAULTS, async ({ rounds, check, send, slow }, scope) => {
  const parts = [
    await compareChecks(scope.folder(), rounds, check),
    await compareDeliveries(scope, rounds, send),
    await compareSlow(scope, slow),
  ];
  return {
    tables: parts.flatMap(({ tables }) => tables),
    goals: parts.flatMap(({ goals }) => goals),
  };
});
