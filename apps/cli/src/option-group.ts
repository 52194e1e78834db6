import type { OptionSpec } from './command.js';

/** Options under a heading of their own in the help. */
export function optionGroup(group: string, options: readonly OptionSpec[]): OptionSpec[] {
  return options.map((option) => ({ ...option, group: `${group}:` }));
}
