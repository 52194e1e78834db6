import { open, type FileHandle } from 'node:fs/promises';
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
 * for it.
 *
 * @throws CliError when the file cannot be used, or when others may read it
 */
export async function loadProfile(source: ConfigSource): Promise<Profile> {
  const path = source.config ?? defaultConfigPath(source);
  const isAskedFor = source.config !== undefined || source.profile !== undefined;
  const file = await openFile(path, isAskedFor);
  if (file === undefined) {
    return {};
  }
  try {
    await refuseIfOthersMayRead(file, path);
    const text = await file.readFile('utf8').catch((error: NodeJS.ErrnoException) => {
      throw unreadable(path, error);
    });
    return pickProfile(parseJson(text, `the configuration file ${path}`), source.profile, path);
  } finally {
    await file.close();
  }
}

async function openFile(path: string, isAskedFor: boolean): Promise<FileHandle | undefined> {
  try {
    return await open(path, 'r');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (!isAskedFor && (code === 'ENOENT' || code === 'ENOTDIR')) {
      return undefined;
    }
    throw unreadable(path, error as NodeJS.ErrnoException);
  }
}

/** Looks at the opened file, not at the path: nobody can exchange it in between. */
async function refuseIfOthersMayRead(file: FileHandle, path: string): Promise<void> {
  const { mode } = await file.stat();
  if (process.platform !== 'win32' && (mode & OTHERS) !== 0) {
    throw usageError(
      'config_insecure',
      `The configuration file ${path} holds API keys, but other users of this machine may use it (mode ${(mode & 0o777).toString(8).padStart(4, '0')}).`,
      { hint: `Run: chmod 600 '${path.replaceAll("'", `'\\''`)}'` },
    );
  }
}

function unreadable(path: string, { code }: NodeJS.ErrnoException) {
  const why = code === 'ENOENT' ? 'it does not exist' : (code ?? 'unknown reason');
  return usageError('config_unreadable', `The configuration file ${path} cannot be read: ${why}.`);
}
