import { Client } from 'pg';
import { DatabaseUrlError } from './errors.js';

const ENCODE =
  'Percent-encode special characters in user and password, for example @ as %40, # as %23, / as %2F, ? as %3F.';
const SSL_MODES = ['disable', 'prefer', 'require', 'verify-ca', 'verify-full', 'no-verify'];

/**
 * Refuses a connection URL that node-postgres cannot read, or would read otherwise than it was meant.
 *
 * @param name the variable that it comes from
 * @throws DatabaseUrlError whose message is one line without the password
 */
export function checkUrl(url: string, name = 'DATABASE_URL'): void {
  const [, authority = '', rest = ''] = /^[a-z]+:\/\/([^/?#]*)(.*)$/s.exec(url) ?? [];
  if (url.includes('#') || (rest.includes('@') && !authority.includes('@'))) {
    throw new DatabaseUrlError(`${name} has a character in it that ends the password. ${ENCODE}`);
  }
  const sslmode = /[?&]sslmode=([^&]*)/.exec(rest)?.[1];
  if (sslmode !== undefined && !SSL_MODES.includes(sslmode)) {
    throw new DatabaseUrlError(
      `${name}: sslmode=${sslmode} is not supported. Use one of ${SSL_MODES.join(', ')}.`,
    );
  }
  try {
    // Reads all of it, certificate files too, and connects to nothing.
    new Client({ connectionString: url });
  } catch (error) {
    const { code, path } = error as NodeJS.ErrnoException;
    throw new DatabaseUrlError(
      path === undefined
        ? `${name} is not a valid URL. ${ENCODE} Example: postgres://user:password@db.example:5432/results`
        : `${name}: the file ${path} cannot be read (${code}). Correct sslrootcert, sslcert or sslkey.`,
    );
  }
}

/**
 * The same URL for node-postgres, which checks certificates in the modes `prefer`, `require` and `verify-ca` as
 * in `verify-full`, and says so with a warning at every start.
 */
export function pinSslMode(url: string): string {
  return url.includes('uselibpqcompat=')
    ? url
    : url.replace(/([?&]sslmode=)(prefer|require|verify-ca)(?=&|$)/, '$1verify-full');
}
