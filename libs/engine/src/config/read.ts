/** `process.env`, or a test's stand-in. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The environment is wrong; `problems` has a line for every variable. */
export class ConfigError extends Error {
  constructor(readonly problems: string[]) {
    super(problems.join('\n'));
    this.name = 'ConfigError';
  }
}

/** A non-empty text; `undefined` when unset or blank. */
export function readText(
  env: Environment,
  name: string,
  options: { minLength?: number } = {},
): string | undefined {
  const value = env[name]?.trim();
  if (value === undefined || value === '') {
    return undefined;
  }
  if (value.length < (options.minLength ?? 0)) {
    throw new Error(`${name} must have at least ${options.minLength} characters`);
  }
  return value;
}

/** A TCP port; 0 picks a free one. */
export function readPort(env: Environment, name: string, fallback: number): number {
  const text = readText(env, name);
  if (text === undefined) {
    return fallback;
  }
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) {
    throw new Error(`${name} must be a port from 0 to 65535, not "${text}"`);
  }
  return port;
}

/** One of a few words. */
export function readEnum<T extends string>(
  env: Environment,
  name: string,
  allowed: readonly T[],
  fallback: T,
): T {
  const text = readText(env, name);
  if (text === undefined) {
    return fallback;
  }
  if (!allowed.includes(text as T)) {
    throw new Error(`${name} must be one of ${allowed.join(', ')}, not "${text}"`);
  }
  return text as T;
}

const UNIT_MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** A duration such as `90s`, `15m`, `24h`, `30d`, in milliseconds; `0` needs no unit. */
export function readDuration(env: Environment, name: string, fallbackMs: number): number {
  const text = readText(env, name);
  if (text === undefined) {
    return fallbackMs;
  }
  const [, number = '', unit = ''] = /^(\d{1,9})(ms|s|m|h|d)$/.exec(text) ?? [];
  const unitMs = UNIT_MS[unit];
  if (unitMs === undefined && text !== '0') {
    throw new Error(
      `${name} must be a duration such as 90s, 15m, 24h or 30d (or 0), not "${text}"`,
    );
  }
  return unitMs === undefined ? 0 : Number(number) * unitMs;
}

/** A whole number within bounds. */
export function readInteger(
  env: Environment,
  name: string,
  fallback: number,
  [min, max]: readonly [number, number],
): number {
  const text = readText(env, name);
  if (text === undefined) {
    return fallback;
  }
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < min || value > max) {
    throw new Error(`${name} must be a whole number from ${min} to ${max}, not "${text}"`);
  }
  return value;
}

/** A rate such as `10/s` or `300/m`: how many in how many milliseconds; `undefined` when unset. */
export function readRate(
  env: Environment,
  name: string,
): { count: number; windowMs: number } | undefined {
  const text = readText(env, name);
  if (text === undefined) {
    return undefined;
  }
  const [, count = '', unit = ''] = /^(\d{1,6})\/(s|m|h)$/.exec(text) ?? [];
  const windowMs = UNIT_MS[unit];
  if (windowMs === undefined || Number(count) < 1) {
    throw new Error(`${name} must be a rate such as 10/s or 300/m, not "${text}"`);
  }
  return { count: Number(count), windowMs };
}
