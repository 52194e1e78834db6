import type { ArgumentSpec, Command, CommandGroup, Context, OptionSpec } from '../../command.js';
import { GLOBAL_OPTIONS } from '../../global-options.js';

/** Flags that commander adds by itself. */
const BUILT_IN: readonly OptionSpec[] = [{ flags: '--help', description: 'show help' }];

/** What can follow some words. */
export interface Place {
  /** The words so far: `send`, `deliveries`, `deliveries list`, `admin keys list`. */
  path: string;
  summary: string;
  /** Commands of a group; none for a command. */
  subcommands: readonly (Command | CommandGroup)[];
  args: readonly ArgumentSpec[];
  options: readonly OptionSpec[];
}

/** All that can be completed, as plain data for the shells. */
export interface Words {
  /** What stands first. */
  first: readonly { name: string; summary: string }[];
  places: readonly Place[];
  /** Flags that fit every command. */
  globals: readonly OptionSpec[];
  /** Every flag there is, once. */
  all: readonly OptionSpec[];
}

/** Reads the definitions of the commands. */
export function collectWords(commands: Context['commands']): Words {
  const globals = [...GLOBAL_OPTIONS, ...BUILT_IN];
  const places = commands.flatMap((entry) => placesOf(entry));
  const all = [...places.flatMap(({ options }) => options), ...globals];
  const byName = new Map(all.map((option) => [nameOf(option), option]));
  return { first: commands, places, globals, all: [...byName.values()] };
}

function placesOf(entry: Command | CommandGroup, parent?: string): Place[] {
  const { name, summary } = entry;
  const path = parent === undefined ? name : `${parent} ${name}`;
  if ('commands' in entry) {
    const { args = [], options = [] } = entry.itself ?? {};
    const group: Place = { path, summary, subcommands: entry.commands, args, options };
    return [group, ...entry.commands.flatMap((command) => placesOf(command, path))];
  }
  return [{ path, summary, subcommands: [], args: entry.args, options: entry.options }];
}

/** `--label <text>` → `--label` */
export function nameOf({ flags }: OptionSpec): string {
  return flags.split(' ', 1)[0] ?? flags;
}

/** Whether the flag is followed by a value. */
export function takesValue({ flags }: OptionSpec): boolean {
  return flags.includes('<');
}
