import type { Readable } from 'node:stream';
import type { CliError } from './errors.js';
import type { ExitName } from './exit-codes.js';
import type { SecretKeeper } from './output/secrets.js';
import type { Style } from './output/style.js';

/** A flag of a command. */
export interface OptionSpec {
  /** As commander reads it: `--label <text>`, `--wait [seconds]`, `--dry-run`. */
  flags: string;
  description: string;
  /** Heading in the help; without one it is among the `Options:`. */
  group?: string;
  /** The only values it takes. */
  choices?: readonly string[];
  /** May be given more than once; its value is then the list. All others are refused twice. */
  isRepeatable?: true;
  /** Its value is a path; completion offers files. */
  isFile?: true;
  /** Turns the text into the value handlers see. @throws CliError when it cannot. */
  parse?: (text: string) => unknown;
}

/** A positional argument. */
export interface ArgumentSpec {
  name: string;
  description: string;
  choices?: readonly string[];
  /** Its value is a path; completion offers files. */
  isFile?: true;
  /** It may not be left out. */
  isRequired?: true;
  /** The last one only: takes all words that are left. */
  isRepeatable?: true;
}

/**
 * A command is a value. Its handler is loaded only when it is called: parsing and help must not
 * wait for an HTTP client.
 *
 * @typeParam Options what commander makes of `options`, by camel-cased name
 */
export interface Command<Options = never> {
  name: string;
  /** One line, for the list of commands. */
  summary: string;
  /** What its own help starts with. */
  description: string;
  args: readonly ArgumentSpec[];
  options: readonly OptionSpec[];
  /** Command lines that work as they stand. */
  examples: readonly string[];
  load(): Promise<Handler<Options>>;
}

/** Commands that share their first words: `deliveries list`, `deliveries show`, `admin keys list`. */
export interface CommandGroup {
  name: string;
  summary: string;
  description: string;
  /** What its name does without the name of a command: `bulk FILE` beside `bulk report`. */
  itself?: Command;
  commands: readonly (Command | CommandGroup)[];
}

/** Does the work of a command. Returns data; printing and exiting are not its business. */
export type Handler<Options> = (
  input: Input<Options>,
  context: Context,
) => Promise<Outcome | LineOutcome>;

/** What the user typed. */
export interface Input<Options> {
  /** One per argument, then the further words of a repeatable one. */
  args: readonly (string | undefined)[];
  options: Options;
}

/** Flags that every command knows. */
export interface GlobalOptions {
  json?: boolean;
  profile?: string;
  config?: string;
  color?: boolean;
  debug?: boolean;
}

/** The world outside, as a handler may see it. */
export interface Context {
  env: Readonly<Record<string, string | undefined>>;
  /** The user's home directory. */
  homeDir: string;
  /** Opened only when it is read: that takes time, and every command would pay for it. */
  stdin: () => Readable;
  /** Aborted by Ctrl-C or SIGTERM. */
  signal: AbortSignal;
  /** Knows what must not be printed; whoever reads a key tells it. */
  secrets: SecretKeeper;
  globals: GlobalOptions;
  /** All there are: completion is written from them. */
  commands: readonly (Command | CommandGroup)[];
  /** Somebody looks at stderr: what is under way can be shown while it changes. */
  isTerminal: boolean;
}

/** What a command came to. */
export interface Outcome {
  /** Printed with `--json`, as one document. */
  data: unknown;
  /** Printed otherwise; without a line break at the end. */
  text: (style: Style) => string;
  /** Default: `ok`. */
  exit?: ExitName;
  /** For commands that go on after they have printed: ends when they are over. */
  running?: Promise<void>;
}

/** What a command came to that says one thing after the other. */
export interface LineOutcome {
  /**
   * Printed as they come. The generator returns how the command ends.
   */
  lines: AsyncGenerator<Line, ExitName, undefined>;
  /** Changes nothing and waits for nothing, so it may end early when nobody reads any more. */
  isReadOnly?: true;
}

/** One thing to say. */
export type Line =
  /** A row: its text, or with `--json` one JSON document on one line. */
  | { data: unknown; text: (style: Style) => string }
  /**
   * How far it is: on a terminal the last line, which the next one of its kind, or anything else,
   * replaces. Not told to anybody else. Must fit into so many columns: a line that wraps stays.
   */
  | { status: (style: Style, columns: number) => string }
  /** Only for people, among the rows: column titles, "nothing found". */
  | { decoration: (style: Style) => string }
  /** About the output, not part of it: on stderr, and not with `--json`. */
  | { note: string }
  /** One of several things failed, the others go on. */
  | { error: CliError };
