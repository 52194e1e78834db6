import { parseArgs } from 'node:util';

/** Names and defaults of the flags of a scenario: `--accepts 300`, `--engine embedded`. */
export type FlagDefaults = Record<string, number | string | boolean>;

/** Type of a flag's value, by its default. */
type FlagValue<T> = T extends number ? number : T extends boolean ? boolean : string;

/**
 * Reads `--name value` from the command line. A number stays a number; a flag whose default is `false`
 * takes no value.
 *
 * @throws Error that names a flag which does not exist or has no usable value
 */
export function readFlags<T extends FlagDefaults>(
  defaults: T,
  args = process.argv.slice(2),
): { [K in keyof T]: FlagValue<T[K]> } {
  const options = Object.fromEntries(
    Object.entries(defaults).map(([name, fallback]) => [
      name,
      { type: typeof fallback === 'boolean' ? ('boolean' as const) : ('string' as const) },
    ]),
  );
  const { values } = parseArgs({ args, options, strict: true });
  const read = Object.entries(defaults).map(([name, fallback]) => {
    const text = values[name];
    if (text === undefined) return [name, fallback];
    if (typeof text !== 'string' || typeof fallback === 'string') return [name, text];
    const number = Number(text);
    if (text.trim() === '' || !Number.isFinite(number) || number < 0) {
      throw new Error(`--${name} must be a number of at least 0, not "${text}"`);
    }
    return [name, number];
  });
  return Object.fromEntries(read) as never;
}
