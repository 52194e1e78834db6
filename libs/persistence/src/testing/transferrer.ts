import { transferDatabase } from '../transfer/transfer-database.js';

/** Moves an embedded database to a server and says how far it is, so that it can be killed on the way. */
const [, , dataDir = '', databaseUrl = ''] = process.argv;
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
try {
  await transferDatabase({
    ...{ dataDir, databaseUrl, log, encryptionKeys: [] },
    onProgress: (table, copied) => console.log(`COPIED ${table} ${copied}`),
  });
  console.log('DONE');
} catch (error) {
  console.log(`FAILED ${(error as Error).message}`);
}
