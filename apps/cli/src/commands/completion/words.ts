import type { Command, OptionSpec } from '../../command.js';
import { GLOBAL_OPTIONS } from '../../global-options.js';
import { COMMANDS } from '../index.js';

/** Flags that commander adds by itself. */
const BUILT_IN: readonly OptionSpec[] = [{ flags: '--help', description: 'show help' }];

/** All that can be completed, as plain data for the shells. */
export interface Words {
  commands: readonly Command[];
  /** Flags that fit every command. */
  globals: readonly OptionSpec[];
  /** Every flag there is, once. */
  all: readonly OptionSpec[];
}

/** Reads the definitions of the commands. */
export function collectWords(): Words {
  const globals = [...GLOBAL_OPTIONS, ...BUILT_IN];
  const all = [...COMMANDS.flatMap((command) => command.options), ...globals];
  const byName = new Map(all.map((option) => [nameOf(option), option]));
  return { commands: COMMANDS, globals, all: [...byName.values()] };
}

/** `--label <text>` → `--label` */
export function nameOf({ flags }: OptionSpec): string {
  return flags.split(' ', 1)[0] ?? flags;
}

/** Whether the flag is followed by a value. */
export function takesValue({ flags }: OptionSpec): boolean {
  return flags.includes('<');
}
