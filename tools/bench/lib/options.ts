/** How a bench was called. */
export interface Options<Name extends string> {
  /** The numbers, given or not. */
  values: Readonly<Record<Name, number>>;
  /** `--print`: the result is printed only, and not written to docs/performance.md. */
  isPrintOnly: boolean;
  /** `--check`: the bench ends with 1 when a goal is missed. */
  isChecked: boolean;
  /** What changes the measurement, as it was given. */
  given: readonly string[];
}

/**
 * Reads `--name=number`, `--print` and `--check`.
 *
 * @throws Error for an option that the bench does not have, or a value that is no number from 0 up
 */
export function readOptions<Name extends string>(
  defaults: Readonly<Record<Name, number>>,
  args: readonly string[],
): Options<Name> {
  const values: Record<string, number> = { ...defaults };
  const flags = new Set<string>();
  const given: string[] = [];
  for (const argument of args) {
    const [, name = '', value] = /^--([a-z-]+)(?:=(.+))?$/i.exec(argument) ?? [];
    if (value === undefined && ['print', 'check'].includes(name)) {
      flags.add(name);
    } else if (name in defaults && Number(value) >= 0) {
      values[name] = Number(value);
      given.push(argument);
    } else {
      const known = Object.entries(defaults).map(([key, number]) => `--${key}=${String(number)}`);
      throw new Error(`${argument}: the options are ${known.join(' ')} --print --check`);
    }
  }
  return {
    values: values as Record<Name, number>,
    isPrintOnly: flags.has('print'),
    isChecked: flags.has('check'),
    given,
  };
}
