import { refuseOlderNode } from '@result-links/engine/oldest-node';

refuseOlderNode('npm run migrate');
const { explainStartFailure, migrateSchema } = await import('@result-links/engine');
try {
  await migrateSchema(process.env);
} catch (error) {
  process.stderr.write(`${explainStartFailure(error)}\n`);
  process.exitCode = 1;
}
