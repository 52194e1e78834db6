/**
 * Compares our contract with what Kombo publishes; see docs/drift.md.
 *
 *   node tools/drift/run.ts --openapi kombo-openapi.json --sdk
 */
import { drift } from './drift.ts';

process.exitCode = await drift(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  error: (text) => process.stderr.write(text),
});
