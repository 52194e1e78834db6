import { randomUUID } from 'node:crypto';
import pg from 'pg';

/** The limit: single INSERT commits through a pool of ten, asked for by 64 at a time; no HTTP at all. */
const [, , connectionString, count = '4000'] = process.argv;
const pool = new pg.Pool({ connectionString, max: 10 });
await pool.query(
  'create table if not exists bare_links (id uuid primary key, target text, body json)',
);
const body = JSON.stringify({
  label: 'Assessment result',
  url: 'https://assessments.example.com/1',
});

async function insert(total: number): Promise<void> {
  let left = total;
  const caller = async () => {
    while (left-- > 0) {
      await pool.query('insert into bare_links values ($1, $2, $3)', [randomUUID(), 'c', body]);
    }
  };
  await Promise.all(Array.from({ length: 64 }, caller));
}

await insert(500);
const startedAt = performance.now();
await insert(Number(count));
const rate = (Number(count) * 1_000) / (performance.now() - startedAt);
console.log(JSON.stringify({ rate }));
await pool.end();
