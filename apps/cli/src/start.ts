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

  // Output that cannot be written changes nothing about what was done, and so not the exit code either.
  const stdout = Object.assign(process.stdout, { failure: undefined as string | undefined });
  stdout.on('error', ({ code = 'unknown reason' }: NodeJS.ErrnoException) => {
    if (stdout.failure === undefined && code !== 'EPIPE') {
      process.stderr.write(`The output cannot be written: ${code}.\n`);
    }
    stdout.failure ??= code;
  });
  process.stderr.on('error', () => undefined);

  void run(
    {
      argv: process.argv.slice(2),
      env: process.env,
      homeDir: homeFolder(),
      stdin: () => process.stdin,
      stdout,
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
