import { PgBoss } from 'pg-boss';
import { Pool } from 'undici';
import { tellParent } from '../lib/parent.ts';

/**
 * The peer: pg-boss as its documentation has it, with batches. Fetches as many jobs as there is room for,
 * posts each, completes those that are done together. No limits per integration, no intent before the
 * request, no history, so a process that dies sends again what it was sending.
 */
const [, , connectionString = '', baseUrl = '', concurrency = '20'] = process.argv;
const boss = new PgBoss({
  connectionString,
  schema: 'bare_boss',
  supervise: false,
  schedule: false,
});
const room = Number(concurrency);
const pool = new Pool(new URL(baseUrl).origin, { connections: room, pipelining: 1 });
await boss.start();
await boss.createQueue('bare');

async function post(data: object): Promise<void> {
  const answer = await pool.request({
    method: 'POST',
    path: '/v1/ats/candidates/c/result-links',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(data),
  });
  await answer.body.text();
}

let running = 0;
const done: string[] = [];
let completing = Promise.resolve();
tellParent('ready');
for (;;) {
  if (done.length > 0) {
    const ids = done.splice(0);
    completing = completing.then(() => boss.complete('bare', ids)).then(() => undefined);
  }
  const jobs =
    running < room ? await boss.fetch<object>('bare', { batchSize: room - running }) : [];
  for (const job of jobs) {
    running += 1;
    void post(job.data).finally(() => {
      running -= 1;
      done.push(job.id);
    });
  }
  if (jobs.length === 0) await new Promise((resolve) => setTimeout(resolve, 2));
}
