import { randomUUID } from 'node:crypto';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import pg from 'pg';
import { servePeer } from '../lib/nest-peer.ts';

/**
 * The peer: what a team writes in an afternoon. One controller, one INSERT per request through a pool of
 * ten; no validation, no idempotency, no queue. On Fastify, as ours is.
 */
const pool = new pg.Pool({ connectionString: process.argv[2], max: 10 });

await servePeer({
  adapter: new FastifyAdapter(),
  status: 202,
  addLink: async (target, body) => {
    const id = randomUUID();
    const values = [id, target, JSON.stringify(body)];
    await pool.query('insert into plain_links values ($1, $2, $3)', values);
    return { status: 'accepted', data: { id } };
  },
});
