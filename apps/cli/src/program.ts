import { Argument, Command as Parser, CommanderError, Option } from 'commander';
import type { Command, CommandGroup, GlobalOptions, OptionSpec } from './command.js';
import { type CliError, usageError } from './errors.js';
import { describeExitCodes } from './exit-codes.js';
import { GLOBAL_OPTIONS } from './global-options.js';
import { explainParseError } from './parse-error.js';
import { VERSION } from './build-values.js';
import { wrapExample } from './wrap-example.js';

/** What a command line asks for. */
export type Invocation =
  | {
      kind: 'run';
      command: Command;
      args: (string | undefined)[];
      options: Record<string, unknown>;
      globals: GlobalOptions;
    }
  /** Help or version. */
  | { kind: 'show'; what: 'help' | 'version'; text: string };

/** As wide as the texts that are broken by hand, and as the help that was written at build time. */
const HELP_WIDTH = 80;

/** A key that was typed is in the shell's history and in the list of processes. */
const KEY_FLAGS = ['--api-key', '--kombo-api-key', '--key', '--token'];

/**
 * Reads a command line. Runs nothing.
 *
 * @param argv without node and script
 * @throws CliError when it is wrong; the message never repeats a value
 */
export function parseCommandLine(
  argv: readonly string[],
  commands: readonly (Command | CommandGroup)[],
): Invocation {
  let invocation: Invocation | undefined;
  let shown = '';
  let readPath = '';
  const program = createProgram((text) => (shown += text));
  const runOf =
    (command: Command): Run =>
    (args, options) => {
      invocation = { kind: 'run', command, args, options, globals: program.opts<GlobalOptions>() };
    };
  const addTo = (parent: Parser, words: string) => (entry: Command | CommandGroup) => {
    const { name, summary, description } = entry;
    const path = `${words} ${name}`.trim();
    const parser = parent.command(name).summary(summary).description(description);
    parser.exitOverride((error) => {
      readPath = path;
      throw error;
    });
    if (!('commands' in entry)) {
      defineCommand(parser, entry, runOf(entry));
      return;
    }
    if (entry.itself !== undefined) defineCommand(parser, entry.itself, runOf(entry.itself));
    entry.commands.forEach(addTo(parser, path));
  };
  commands.forEach(addTo(program, ''));
  try {
    program.parse(toParsable(argv, commands), { from: 'user' });
  } catch (error) {
    return afterCommander(error, shown, readPath);
  }
  if (invocation === undefined) {
    throw new Error('the command line was parsed without a result');
  }
  return invocation;
}

/**
 * commander's own `help` knows one word, and its `--help` shows what it knows of a command that does not exist. So
 * `help bulk report` is read as `bulk report --help`, and everything behind an unknown command is left out.
 */
function toParsable(
  argv: readonly string[],
  commands: readonly (Command | CommandGroup)[],
): string[] {
  const words = argv[0] === 'help' && argv.length > 1 ? [...argv.slice(1), '--help'] : [...argv];
  let known = commands;
  for (const [index, word] of words.entries()) {
    if (word.startsWith('-')) break;
    const entry = known.find(({ name }) => name === word);
    if (entry === undefined) return words.slice(0, index + 1);
    if (!('commands' in entry) || entry.itself !== undefined) break;
    known = entry.commands;
  }
  return words;
}

function createProgram(write: (text: string) => void): Parser {
  const program = new Parser('result-links')
    .description(
      "Puts assessment result links on the right candidate in a customer's ATS, through Kombo.",
    )
    .version(VERSION, '--version', 'show the version')
    .helpOption('-h, --help', 'show help')
    .configureHelp({
      showGlobalOptions: true,
      // Those of every command; by default a subcommand of `bulk` would show the flags of `bulk` as well.
      visibleGlobalOptions: ({ parent }) => (parent === null ? [] : GLOBAL_OPTIONS.map(toOption)),
    })
    .configureOutput({
      writeOut: write,
      writeErr: write,
      outputError: () => undefined,
      getOutHelpWidth: () => Math.min(process.stdout.columns || HELP_WIDTH, HELP_WIDTH),
    })
    .exitOverride()
    .addHelpText(
      'after',
      `
Keys come from the environment (KOMBO_API_KEY, RESULT_LINKS_API_KEY) or from a
profile, never from flags. Flags win over the environment, the environment over
the profile.

Exit codes:
${describeExitCodes()}

Examples:
  $ result-links sandbox
  $ result-links send --help`,
    );
  GLOBAL_OPTIONS.forEach((option) => program.addOption(toOption(option)));
  KEY_FLAGS.forEach((flag) => program.addOption(refusedKey(flag)));
  return program;
}

/** What is done with a command line that names a command. */
type Run = (args: (string | undefined)[], options: Record<string, unknown>) => void;

function defineCommand(parser: Parser, command: Command, run: Run): void {
  parser
    .action((...called: unknown[]) => {
      const words = called.slice(0, command.args.length).flat();
      run(words as (string | undefined)[], parser.opts());
    })
    .addHelpText('after', `\nExamples:\n${command.examples.map(wrapExample).join('\n')}`);
  for (const { name, description, choices, isRequired, isRepeatable } of command.args) {
    const word = isRepeatable ? `${name}...` : name;
    const argument = new Argument(isRequired ? `<${word}>` : `[${word}]`, description);
    parser.addArgument(choices ? argument.choices(choices) : argument);
  }
  command.options.forEach((option) => parser.addOption(toOption(option)));
}

function toOption({ flags, description, group, choices, isRepeatable, parse }: OptionSpec): Option {
  const option = new Option(flags, description);
  if (group !== undefined) option.helpGroup(group);
  if (!option.required && !option.optional) {
    return option;
  }
  if (choices !== undefined) {
    option.choices(choices);
  }
  const check = option.parseArg;
  return option.argParser((text: string, previous: unknown) => {
    const value = parse?.(text) ?? check?.(text, undefined) ?? text;
    if (isRepeatable) {
      return [...((previous as unknown[] | undefined) ?? []), value];
    }
    if (previous !== undefined) {
      throw usageError('flag_repeated', `${option.long} was given twice.`);
    }
    return value;
  });
}

function refusedKey(flag: string): Option {
  return new Option(`${flag} [key]`).hideHelp().argParser(() => {
    throw refuseKey(flag);
  });
}

function refuseKey(flag: string): CliError {
  return usageError(
    'key_in_arguments',
    `${flag} is not taken: keys do not belong on a command line.`,
    {
      hint:
        'Other users can see it in the list of processes, and your shell keeps it in its history.\n' +
        'Set KOMBO_API_KEY or RESULT_LINKS_API_KEY, or put the key into a profile of the configuration file.',
    },
  );
}

/** commander ends a parse with an error also for help and version. */
function afterCommander(error: unknown, shown: string, path: string): Invocation {
  if (!(error instanceof CommanderError)) {
    throw error;
  }
  switch (error.code) {
    case 'commander.helpDisplayed':
      return { kind: 'show', what: 'help', text: shown.trimEnd() };
    case 'commander.version':
      return { kind: 'show', what: 'version', text: shown.trimEnd() };
    case 'commander.help': // `result-links help`, or no command at all
      if (error.exitCode === 0) {
        return { kind: 'show', what: 'help', text: shown.trimEnd() };
      }
      throw usageError('no_command', 'Missing command.', { hint: shown.trimEnd(), isHelp: true });
    default:
      throw explainParseError(error, path);
  }
}
