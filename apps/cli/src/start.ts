import { homedir } from 'node:os';
import type { Command, CommandGroup } from './command.js';
import { run } from './run.js';

/**
 * Runs the command line of this process and ends the process.
 *
 * @param commands those it may name
 */
export function start(commands: readonly (Command | CommandGroup)[]): void {
  const interruption = new AbortController();

  // Once: a second Ctrl-C ends the process at once, as it does everywhere.
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.once(name, () => interruption.abort(name));
  }

  // A reader that has seen enough (`| head`) is no error; the printer sees that it has gone.
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }

  void run(
    {
      argv: process.argv.slice(2),
      env: process.env,
      homeDir: homeFolder(),
      stdin: () => process.stdin,
      stdout: process.stdout,
      stderr: process.stderr,
      signal: interruption.signal,
    },
    commands,
  ).then(async (status) => {
    // What is written to a pipe is not out yet; an exit would cut it off.
    await Promise.all([process.stdout, process.stderr].map(flushed));
    process.exit(status);
  });
}

/** The root folder for a user id without an account, as in a container: Node.js throws for those. */
function homeFolder(): string {
  try {
    return homedir();
  } catch {
    return '/';
  }
}

function flushed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => stream.write('', () => resolve()));
}
