import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { EXAMPLE } from '../lib/example.ts';
import { measureWork } from '../lib/measured-work.ts';

/** The limit: single INSERT commits through a pool of ten, without HTTP: `pool-insert.ts <url> <callers> <count>`. */
const [, , connectionString, callers, count] = process.argv;
const pool = new pg.Pool({ connectionString, max: 10 });
const body = JSON.stringify(EXAMPLE);

await measureWork({ warmUp: 1_000, count: Number(count) }, async (total) => {
  let left = total;
  const caller = async () => {
    while (left-- > 0) {
      const values = [randomUUID(), 'candidate-1', body];
      await pool.query('insert into plain_links values ($1, $2, $3)', values);
    }
  };
  await Promise.all(Array.from({ length: Number(callers) }, caller));
});
