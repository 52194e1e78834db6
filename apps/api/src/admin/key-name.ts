import { invalidRequest } from '../http/api-error.js';

/** Characters that show nothing, or change the direction of others: two names could look the same. */
const HIDDEN = /[\p{Cf}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0]/u;
/** What the audit calls the keys of the environment. */
const ENVIRONMENT = /^RESULT_LINKS_\w+$/i;

/** For the audit, which shows who did what by the names of keys. @throws ApiError 400 */
export function requireKeyName(name: string): void {
  const problem =
    name.trim() !== name
      ? 'must not be blank, and must not begin or end with a blank'
      : HIDDEN.test(name)
        ? 'must not have invisible characters'
        : ENVIRONMENT.test(name) && 'must not be that of a variable: the audit would confuse them';
  if (problem === false) return;
  throw invalidRequest([{ path: 'name', code: 'keyName', message: `name ${problem}` }]);
}
