import { explainStartFailure, moveDatabase } from '@result-links/engine';

/**
 * Moves the embedded database to PostgreSQL; `result-links admin migrate` runs this file in a process of
 * its own, because the command line contains no database code. Prints one JSON document a line: progress,
 * then the result.
 */
const print = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`);
try {
  const rows = await moveDatabase(process.env, {
    isAbandoned: process.argv.includes('--abandon'),
    onProgress: (table, copied, total) => print({ table, copied, total }),
  });
  print({ rows });
} catch (error) {
  process.stderr.write(`${explainStartFailure(error)}\n`);
  process.exitCode = 1;
}
