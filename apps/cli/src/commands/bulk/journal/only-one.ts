import { hash } from 'node:crypto';
import { realpath, unlink } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { usageError } from '../../../errors.js';

/**
 * Makes sure that one process at a time works with a report: two would send every row twice. The lock is a
 * socket, which the operating system takes away with the process, also when it is killed; a lock file would
 * stay behind.
 *
 * @param path of the report, which must exist
 * @returns gives the lock back
 * @throws CliError when another process has it
 */
export async function onlyOne(path: string): Promise<() => Promise<void>> {
  const name = `result-links-${hash('sha256', await realpath(path), 'hex').slice(0, 32)}`;
  const address = addressOf(name);
  const server =
    (await listen(address)) ??
    // A socket in the file system outlives a killed process; then nobody answers on it.
    (process.platform !== 'linux' && !(await isAnswered(address))
      ? await unlink(address).then(() => listen(address))
      : undefined);
  if (server === undefined) {
    throw usageError('report_in_use', `Another process is working with ${path}.`, {
      hint: 'Wait for its end, or stop it with Ctrl-C; then run the same command again.',
    });
  }
  return () => new Promise((resolve) => server.close(() => resolve()));
}

function addressOf(name: string): string {
  switch (process.platform) {
    case 'linux':
      return `\0${name}`; // in no file system
    case 'win32':
      return `\\\\.\\pipe\\${name}`;
    default:
      return join(tmpdir(), `${name}.sock`);
  }
}

function listen(address: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error),
    );
    server.listen(address, () => resolve(server.unref()));
  });
}

function isAnswered(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(address, () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
