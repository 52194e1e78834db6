import { ConfigError, type Environment } from './read.js';

/** Reads one variable; a problem is noted, and `undefined` goes on in its place. */
export type Attempt = <T>(read: () => T) => T;

/**
 * Builds a configuration out of many readings, so that all that is wrong is told at once.
 *
 * @throws ConfigError with every problem
 */
export function collect<T>(
  env: Environment,
  build: (env: Environment, attempt: Attempt, complain: (problem: string) => void) => T,
): T {
  const problems: string[] = [];
  const complain = (problem: string) => void problems.push(problem);
  const attempt: Attempt = (read) => {
    try {
      return read();
    } catch (error) {
      if (error instanceof ConfigError) {
        problems.push(...error.problems);
      } else {
        complain((error as Error).message);
      }
      return undefined as never;
    }
  };
  const config = build(env, attempt, complain);
  if (problems.length > 0) {
    throw new ConfigError(problems);
  }
  return config;
}
