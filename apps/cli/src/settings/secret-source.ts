import { readFile } from 'node:fs/promises';
import { addAbortSignal } from 'node:stream';
import { text as readAll } from 'node:stream/consumers';
import type { Context } from '../command.js';
import { usageError } from '../errors.js';
import { SECRET_SOURCES } from './secret-sources.js';

/**
 * Reads a secret from where a flag says it is; one line break at its end is not part of it. Secrets
 * themselves are no flags: others would see them in the list of processes.
 *
 * @throws CliError when it is not there; the message never repeats what was typed, since that may be the secret
 */
export async function readSecret(flag: string, source: string, context: Context): Promise<string> {
  const secret = (await read(flag, source, context)).replace(/\r?\n$/, '');
  if (secret.trim() === '') {
    throw usageError('secret_missing', `What ${flag} points to is empty.`);
  }
  context.secrets.add(secret);
  return secret;
}

async function read(flag: string, source: string, { env, stdin, signal }: Context) {
  if (source === 'stdin') {
    return readAll(addAbortSignal(signal, stdin()));
  }
  const [, kind, where = ''] = /^(env|file):(.+)$/s.exec(source) ?? [];
  if (kind === 'env') {
    return env[where] ?? '';
  }
  if (kind === 'file') {
    return readFile(where, 'utf8').catch((error: NodeJS.ErrnoException) => {
      throw usageError(
        'secret_unreadable',
        `The file that ${flag} points to cannot be read (${error.code ?? 'unknown reason'}).`,
      );
    });
  }
  throw usageError('secret_source_invalid', `${flag} says where the secret is, not what it is.`, {
    hint: `One of: ${SECRET_SOURCES}. Other users can see a command line, and your shell keeps it in its history.`,
  });
}
