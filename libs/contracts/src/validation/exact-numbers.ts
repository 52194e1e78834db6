import type { FieldError } from '../kombo/responses.dto.js';
import { joinPath, ROOT_PATH } from './field-errors.js';

/** Texts of JSON are matched whole, so that no number within one is taken for a value. */
const TOKENS = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|[{}[\],]/g;
/** No other number can change: few digits, no point, no exponent, no sign before a zero. */
const MAY_CHANGE = /\d[.eE]|\d{16}|-0/;

/**
 * The numbers of a JSON text that would not leave as they came, because JavaScript keeps the value and not the
 * digits: `9007199254740993`, `1e400`, `0.10`, `-0`, `1E2`. Such a number is an error, by its path.
 *
 * @param json valid JSON
 * @param root path of the text within the request
 */
export function findInexactNumbers(json: string, root = ROOT_PATH): FieldError[] {
  if (!MAY_CHANGE.test(json)) return [];
  const errors: FieldError[] = [];
  const open: { path: string; index: number | null }[] = [];
  let key: string | null = null;
  for (const [token] of json.matchAll(TOKENS)) {
    const inside = open.at(-1);
    if (token === '}' || token === ']') {
      open.pop();
    } else if (token === ',') {
      key = null;
      if (inside && inside.index !== null) inside.index += 1;
    } else {
      if (inside?.index === null && key === null) {
        key = JSON.parse(token) as string;
        continue;
      }
      const path = inside ? joinPath(inside.path, key ?? String(inside.index), key === null) : root;
      if (token === '{' || token === '[') {
        open.push({ path, index: token === '[' ? 0 : null });
        key = null;
      } else if (!token.startsWith('"') && JSON.stringify(Number(token)) !== token) {
        errors.push(inexact(path));
      }
    }
  }
  return errors;
}

function inexact(path: string): FieldError {
  return {
    path,
    code: 'inexactNumber',
    message:
      'the number would lose or change digits; write it in its shortest form (0.1, not 0.10; 100, not 1E2) or as a string',
  };
}
