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

/** An absolute http(s) URL; the value is not repeated in the error, it may hold a password. */
export function readUrl(env: Environment, name: string): string | undefined {
  const text = readText(env, name);
  if (text === undefined) {
    return undefined;
  }
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) {
    throw new Error(`${name} must be an absolute http:// or https:// URL`);
  }
  return text;
}
