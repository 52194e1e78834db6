import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { usageError } from '../errors.js';
import { parseJson } from './json.js';
import { pickProfile, type Profile } from './profile.js';

/** Rights of anybody but the owner. */
const OTHERS = 0o077;

/** Which file to read, and what of it. */
export interface ConfigSource {
  /** `--config` */
  config?: string | undefined;
  /** `--profile` */
  profile?: string | undefined;
  homeDir: string;
  env: Readonly<Record<string, string | undefined>>;
}

/**
 * `$XDG_CONFIG_HOME/result-links/config.json`, or below `~/.config`. A relative `XDG_CONFIG_HOME`
 * is ignored, as its specification asks.
 */
export function defaultConfigPath({ homeDir, env }: ConfigSource): string {
  const xdg = env['XDG_CONFIG_HOME'] ?? '';
  return join(isAbsolute(xdg) ? xdg : join(homeDir, '.config'), 'result-links', 'config.json');
}

/**
 * The profile to use. Without a file there is an empty one, unless `--config` or `--profile` asked
 * for it. Read synchronously: nothing else could be done meanwhile, and loading `node:fs/promises`
 * is what every command would wait for.
 *
 * @throws CliError when the file cannot be used, or when others may read it
 */
export function loadProfile(source: ConfigSource): Profile {
  const path = source.config ?? defaultConfigPath(source);
  const isAskedFor = source.config !== undefined || source.profile !== undefined;
  const file = openFile(path, isAskedFor);
  if (file === undefined) {
    return {};
  }
  try {
    refuseIfOthersMayRead(file, path);
    const text = readText(file, path);
    return pickProfile(parseJson(text, `the configuration file ${path}`), source.profile, path);
  } finally {
    closeSync(file);
  }
}

function openFile(path: string, isAskedFor: boolean): number | undefined {
  try {
    return openSync(path, 'r');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (!isAskedFor && (code === 'ENOENT' || code === 'ENOTDIR')) {
      return undefined;
    }
    throw unreadable(path, error as NodeJS.ErrnoException);
  }
}

/** Looks at the opened file, not at the path: nobody can exchange it in between. */
function refuseIfOthersMayRead(file: number, path: string): void {
  const { mode } = fstatSync(file);
  if (process.platform !== 'win32' && (mode & OTHERS) !== 0) {
    throw usageError(
      'config_insecure',
      `The configuration file ${path} holds API keys, but other users of this machine may use it (mode ${(mode & 0o777).toString(8).padStart(4, '0')}).`,
      { hint: `Run: chmod 600 '${path.replaceAll("'", `'\\''`)}'` },
    );
  }
}

function readText(file: number, path: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw unreadable(path, error as NodeJS.ErrnoException);
  }
}

function unreadable(path: string, { code }: NodeJS.ErrnoException) {
  const why = code === 'ENOENT' ? 'it does not exist' : (code ?? 'unknown reason');
  return usageError('config_unreadable', `The configuration file ${path} cannot be read: ${why}.`);
}
