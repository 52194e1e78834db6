/** What an option may be. */
export type Setting = number | string;

/** Settings, each of the type that its default has. */
export type Settings<Defaults> = {
  readonly [Name in keyof Defaults]: Defaults[Name] extends number ? number : string;
};

/** How a bench was called. */
export interface Options<Defaults> {
  /** The settings, given or not. */
  values: Settings<Defaults>;
  /** `--print`: the result is printed only, and not written to docs/performance.md. */
  isPrintOnly: boolean;
  /** `--check`: the bench ends with 1 when a goal is missed. */
  isChecked: boolean;
  /** What changes the measurement, as it was given. */
  given: readonly string[];
}

/**
 * Reads `--name=value`, `--print` and `--check`.
 *
 * @throws Error for an option that the bench does not have, or a value that has to be a number from 0 up and is none
 */
export function readOptions<Defaults extends Readonly<Record<string, Setting>>>(
  defaults: Defaults,
  args: readonly string[],
): Options<Defaults> {
  const values: Record<string, Setting> = { ...defaults };
  const flags = new Set<string>();
  const given: string[] = [];
  for (const argument of args) {
    const [, name = '', value] = /^--([a-z-]+)(?:=(.+))?$/i.exec(argument) ?? [];
    const isText = typeof defaults[name] === 'string';
    if (value === undefined && ['print', 'check'].includes(name)) {
      flags.add(name);
    } else if (value !== undefined && name in defaults && (isText || Number(value) >= 0)) {
      values[name] = isText ? value : Number(value);
      given.push(argument);
    } else {
      const known = Object.entries(defaults).map(([key, setting]) => `--${key}=${setting}`);
      throw new Error(`${argument}: the options are ${known.join(' ')} --print --check`);
    }
  }
  return {
    values: values as Settings<Defaults>,
    isPrintOnly: flags.has('print'),
    isChecked: flags.has('check'),
    given,
  };
}
