import { parseArgs } from 'node:util';

/** Names and defaults of the flags of a scenario: `--accepts 300`, `--engine embedded`. */
export type FlagDefaults = Record<string, number | string>;

/**
 * Reads `--name value` from the command line. A number stays a number.
 *
 * @throws Error that names a flag which does not exist or has no usable value
 */
export function readFlags<T extends FlagDefaults>(
  defaults: T,
  args = process.argv.slice(2),
): { [K in keyof T]: T[K] extends number ? number : string } {
  const options = Object.fromEntries(
    Object.keys(defaults).map((name) => [name, { type: 'string' as const }]),
  );
  const { values } = parseArgs({ args, options, strict: true });
  const read = Object.entries(defaults).map(([name, fallback]) => {
    const text = values[name] as string | undefined;
    if (text === undefined) return [name, fallback];
    if (typeof fallback === 'string') return [name, text];
    const number = Number(text);
    if (text.trim() === '' || !Number.isFinite(number) || number < 0) {
      throw new Error(`--${name} must be a number of at least 0, not "${text}"`);
    }
    return [name, number];
  });
  return Object.fromEntries(read) as never;
}
