import type { Command, CommandGroup, Context, GlobalOptions } from './command.js';
import { CliError } from './errors.js';
import { EXIT_CODES, type ExitName } from './exit-codes.js';
import { Printer, type Sink } from './output/printer.js';
import { exitOf } from './output/render-error.js';
import { SecretKeeper } from './output/secrets.js';
import { wantsColor } from './output/style.js';
import { parseCommandLine } from './program.js';

/** The process a command line runs in. */
export interface World extends Pick<Context, 'env' | 'homeDir' | 'stdin' | 'signal'> {
  /** Without node and script. */
  argv: readonly string[];
  stdout: Sink & { isTTY?: boolean };
  stderr: Sink & { isTTY?: boolean };
}

/**
 * Runs one command line: parse, handle, print. Never throws.
 *
 * @returns the exit status
 */
export async function run(
  world: World,
  commands: readonly (Command | CommandGroup)[],
): Promise<number> {
  const secrets = new SecretKeeper();
  // Until the flags are read; a command line that cannot be read may ask for JSON all the same.
  let printer = createPrinter(world, { json: world.argv.includes('--json') }, secrets);
  let exit: ExitName;
  try {
    const invocation = parseCommandLine(world.argv, commands);
    if (invocation.kind === 'show') {
      const { what, text } = invocation;
      printer.outcome({ data: { [what]: text }, text: () => text });
      return EXIT_CODES.ok.code;
    }
    const { command, args, options, globals } = invocation;
    printer = createPrinter(world, globals, secrets);
    const handle = await command.load();
    const { env, homeDir, stdin, signal } = world;
    const outcome = await handle(
      { args, options: options as never },
      { env, homeDir, stdin, signal, secrets, globals, commands, isTerminal: hasStatusLine(world) },
    );
    if ('lines' in outcome) {
      exit = await printer.lines(outcome);
    } else {
      printer.outcome(outcome);
      await outcome.running;
      exit = outcome.exit ?? 'ok';
    }
  } catch (thrown) {
    const error = duringInterruption(thrown, world.signal);
    printer.error(error);
    exit = exitOf(error);
  }
  return EXIT_CODES[
    exit === 'interrupted' && world.signal.reason === 'SIGTERM' ? 'terminated' : exit
  ].code;
}

/** What fails because the user gave up is no bug. */
function duringInterruption(error: unknown, signal: AbortSignal): unknown {
  return signal.aborted && !(error instanceof CliError)
    ? new CliError('interrupted', 'Interrupted. Nothing was sent.', { reason: 'interrupted' })
    : error;
}

/** Whether a line can be rewritten in place. */
function hasStatusLine({ stderr, env }: World): boolean {
  return stderr.isTTY === true && env['TERM'] !== 'dumb';
}

function createPrinter(world: World, globals: GlobalOptions, secrets: SecretKeeper): Printer {
  const { stdout, stderr, env } = world;
  return new Printer({
    stdout,
    stderr,
    secrets,
    isJson: globals.json === true,
    hasStatusLine: hasStatusLine(world),
    isDebug: globals.debug === true || Boolean(env['DEBUG']),
    hasColor: {
      stdout: wantsColor(stdout, env, globals.color),
      stderr: wantsColor(stderr, env, globals.color),
    },
  });
}
