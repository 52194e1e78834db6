/* eslint-disable @nx/enforce-module-boundaries -- what the benchmarks share is no package */
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { servePeer } from '../lib/nest-peer.ts';

/**
 * The peer: what a team writes in an afternoon. One controller, one INSERT per request through a pool of
 * ten; no validation, no idempotency, no queue.
 */
const pool = new pg.Pool({ connectionString: process.argv[2], max: 10 });
await pool.query(
  'create table if not exists plain_links (id uuid primary key, target text, body json)',
);

await servePeer(202, async (id, body) => {
  const rowId = randomUUID();
  await pool.query('insert into plain_links values ($1, $2, $3)', [
    rowId,
    id,
    JSON.stringify(body),
  ]);
  return { status: 'accepted', data: { id: rowId } };
});
