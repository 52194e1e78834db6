import { randomUUID } from 'node:crypto';
import { closeSync, mkdirSync, openSync, rmdirSync, rmSync, statSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DirectoryInUseError, EmbeddedEngineError } from './errors.js';

/** Longest path of a unix socket (sun_path of Linux less its closing zero). */
const LONGEST_SOCKET_PATH = 107;
/** An owner that does not answer within this time is busy, not gone. */
const ANSWER_TIMEOUT_MS = 2_000;
/** Taking over lasts milliseconds; a guard older than this was left by a process that was killed. */
const STALE_GUARD_MS = 10_000;
const MAX_TRIES = 300;

/** What an owner says to whoever connects. */
interface Owner {
  pid: number;
  nonce: string;
}

/**
 * Takes the exclusive ownership of a directory. PGlite has no lock: two processes on one directory
 * both acknowledge writes and lose a third of them without an error (electric-sql/pglite#1106).
 *
 * The owner listens on a unix socket in the directory: whoever can connect knows that it lives. The
 * kernel closes it with the process however that ends, so nothing is left to expire and a live owner
 * is never robbed. Removing a dead owner's socket and binding the new one happens under `mkdir`, of
 * which exactly one of several racers succeeds. Works between containers that share the directory.
 *
 * @returns the function that gives the ownership up.
 * @throws DirectoryInUseError when a living process owns the directory.
 */
export async function lockDirectory(directory: string): Promise<() => Promise<void>> {
  const place = shortenedPath(directory);
  try {
    const server = await becomeOwner(directory, place.path);
    return async () => {
      await new Promise<void>((done) => server.close(() => done()));
      place.release();
    };
  } catch (error) {
    place.release();
    throw error;
  }
}

async function becomeOwner(directory: string, path: string): Promise<Server> {
  const socket = join(path, 'owner.sock');
  const guard = join(directory, 'owner.lock');
  for (let attempt = 0; attempt < MAX_TRIES; attempt += 1) {
    const owner = await askOwner(socket);
    if (owner) throw new DirectoryInUseError(directory, owner === 'silent' ? null : owner.pid);
    if (!enter(guard)) {
      await sleep(20 + Math.random() * 60);
      continue;
    }
    try {
      // Somebody may have become the owner between the question and the guard.
      if (await askOwner(socket)) continue;
      rmSync(socket, { force: true });
      const nonce = randomUUID();
      const server = await listen(socket, { pid: process.pid, nonce });
      const confirmed = await askOwner(socket);
      if (confirmed && confirmed !== 'silent' && confirmed.nonce === nonce) return server;
      // Somebody took our guard for stale and bound over us. Not closed here: that would remove the
      // file by its name, which is the other's now.
    } finally {
      leave(guard);
    }
  }
  throw new EmbeddedEngineError(`The data directory ${directory} could not be locked.`);
}

/** Who owns the directory; `null`: nobody; `silent`: somebody who does not answer. */
function askOwner(socket: string): Promise<Owner | 'silent' | null> {
  return new Promise((resolve) => {
    let answer = '';
    const connection = connect(socket);
    connection.setTimeout(ANSWER_TIMEOUT_MS, () => {
      connection.destroy();
      resolve('silent');
    });
    connection.on('data', (chunk) => (answer += chunk.toString()));
    connection.on('end', () => resolve(parseOwner(answer)));
    connection.on('error', (error: NodeJS.ErrnoException) => {
      const isNobody = error.code === 'ECONNREFUSED' || error.code === 'ENOENT';
      resolve(isNobody ? null : 'silent');
    });
  });
}

function parseOwner(answer: string): Owner | 'silent' {
  try {
    return JSON.parse(answer) as Owner;
  } catch {
    return 'silent';
  }
}

function listen(socket: string, owner: Owner): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer((connection) => {
      connection.on('error', () => undefined);
      connection.end(JSON.stringify(owner));
    });
    server.once('error', reject);
    server.listen(socket, () => {
      server.unref();
      resolve(server);
    });
  });
}

function enter(guard: string): boolean {
  try {
    mkdirSync(guard);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  try {
    if (Date.now() - statSync(guard).mtimeMs > STALE_GUARD_MS) rmdirSync(guard);
  } catch {
    // Gone meanwhile: the next round sees.
  }
  return false;
}

function leave(guard: string): void {
  try {
    rmdirSync(guard);
  } catch {
    // Was taken for stale; the confirmation by nonce has decided who owns the directory.
  }
}

/** The directory by a path short enough for a socket in it; on Linux any path can be had so. */
function shortenedPath(directory: string): { path: string; release: () => void } {
  if (Buffer.byteLength(join(directory, 'owner.sock')) <= LONGEST_SOCKET_PATH) {
    return { path: directory, release: () => undefined };
  }
  if (process.platform !== 'linux') {
    throw new EmbeddedEngineError(
      `The path of the data directory is too long (${directory}): choose a shorter RESULT_LINKS_DATA_DIR.`,
    );
  }
  const descriptor = openSync(directory, 'r');
  return { path: `/proc/self/fd/${descriptor}`, release: () => closeSync(descriptor) };
}
