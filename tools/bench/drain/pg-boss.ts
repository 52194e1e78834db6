import { PgBoss } from 'pg-boss';
import type { KomboProcess } from '../lib/kombo-process.ts';
import type { Postgres } from '../lib/postgres.ts';
import type { Scope } from '../lib/scope.ts';
import type { Figures } from '../lib/turns.ts';
import { link, watchUpstream } from './upstream.ts';

const BATCH = 1_000;

/** Puts `count` jobs into the queue, then starts so many loops and watches them post. */
export async function drainPgBoss(
  scope: Scope,
  {
    postgres,
    kombo,
    concurrency,
  }: { postgres: Postgres; kombo: KomboProcess; concurrency: number },
  processes: number,
  count: number,
): Promise<Figures> {
  const boss = new PgBoss({
    connectionString: postgres.url,
    schema: 'bare_boss',
    supervise: false,
  });
  await boss.start();
  await boss.createQueue('bare');
  for (let from = 0; from < count; from += BATCH) {
    const length = Math.min(BATCH, count - from);
    await boss.insert(
      'bare',
      Array.from({ length }, () => ({ data: link() })),
    );
  }
  await boss.stop({ graceful: false });
  kombo.reset();
  const script = new URL('pg-boss-loop.ts', import.meta.url);
  const loops = Array.from({ length: processes }, () =>
    scope.fork(script, [postgres.url, kombo.url, concurrency]),
  );
  await Promise.all(loops.map((loop) => loop.next()));
  const pids = loops.map(({ pid }) => pid);
  const figures = await watchUpstream(kombo, postgres, pids, count);
  await Promise.all(loops.map((loop) => loop.end()));
  return figures;
}
