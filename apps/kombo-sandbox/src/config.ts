/** Where the sandbox listens. */
export interface Config {
  /** 0 picks a free one. */
  port: number;
  host: string;
}

/** An environment variable has a value that makes no sense. The message names it and says what does. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/**
 * Reads `PORT` (default 3900) and `HOST` (default 127.0.0.1: this machine only). Empty is absent.
 *
 * @throws {ConfigError} when `PORT` is no whole number from 0 to 65535
 */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const port = env['PORT'] || '3900';
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    throw new ConfigError(`PORT must be a whole number from 0 to 65535 (0 picks a free one).`);
  }
  return { port: Number(port), host: env['HOST'] || '127.0.0.1' };
}
