import { Replica, type Postgres } from '../lib/postgres.ts';
import type { Scope } from '../lib/scope.ts';

const EMBEDDED_ONLY = new URL('embedded-only.ts', import.meta.url);
/** A key, so that no sandbox is embedded; nobody listens there, and nothing is sent. */
const KOMBO = { KOMBO_API_KEY: 'unused', KOMBO_BASE_URL: 'http://127.0.0.1:9/v1' };

/** Starts the API with its worker. Returns the process id, as all here do. */
export async function startOnPostgres(postgres: Postgres): Promise<number> {
  const service = await createService(postgres, 'on-postgres', { DATABASE_URL: postgres.url });
  service.start();
  await service.untilReady();
  return service.life.pid;
}

/** Starts it on the embedded database, which was made by a start before. */
export async function startEmbedded(postgres: Postgres): Promise<number> {
  const place = { RESULT_LINKS_DATA_DIR: postgres.supervisor.folder() };
  const service = await createService(postgres, 'embedded', place);
  service.start();
  await service.untilReady();
  await service.stop();
  service.start();
  await service.untilReady();
  return service.life.pid;
}

/** Starts the embedded database without a service, in a folder that may be a new one. */
export async function startEmbeddedOnly(scope: Scope, folder: string): Promise<number> {
  const child = scope.fork(EMBEDDED_ONLY, [folder]);
  await child.next();
  return child.pid;
}

/** Makes an embedded database and closes it. */
export async function makeEmbedded(scope: Scope): Promise<string> {
  const folder = scope.folder();
  const child = scope.fork(EMBEDDED_ONLY, [folder]);
  await child.next();
  await child.ask('close');
  await child.end();
  return folder;
}

/** Starts Node.js without a program. */
export async function startNodeOnly(scope: Scope): Promise<number> {
  const child = scope.fork(new URL('node-only.ts', import.meta.url));
  await child.next();
  return child.pid;
}

function createService(
  { supervisor }: Postgres,
  name: string,
  env: Record<string, string>,
): Promise<Replica> {
  return Replica.create(supervisor, { ...{ name, app: 'api' }, env: { ...KOMBO, ...env } });
}
