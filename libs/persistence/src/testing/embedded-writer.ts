import { openDatabase } from '../engine/open-database.js';

/** Opens the embedded database and writes rows, saying the number of each that is committed. */
const [, , dataDir = ''] = process.argv;
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
try {
  const db = await openDatabase({ dataDir, log: quiet });
  await db.query('create table if not exists written (number int primary key)');
  const { rows } = await db.query<{ next: number }>(
    'select coalesce(max(number), 0) + 1 as next from written',
  );
  console.log('READY');
  for (let number = rows[0]?.next ?? 1; ; number += 1) {
    await db.transaction((tx) => tx.query('insert into written values ($1)', [number]));
    console.log(`WROTE ${number}`);
  }
} catch (error) {
  console.log(`REFUSED ${(error as Error).message}`);
}
