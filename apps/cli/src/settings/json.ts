import { findInexactNumbers } from '@result-links/contracts';
import { usageError } from '../errors.js';

/**
 * Parses JSON that a user wrote; a byte order mark in front is forgiven.
 *
 * @param what the text, for the message: `the file body.json`
 * @throws CliError that tells the place. The engine's own message quotes the text, which may hold a
 *   key or personal data, so it is not passed on.
 */
export function parseJson(text: string, what: string): unknown {
  const json = text.replace(/^\u{feff}/u, '');
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    throw usageError('json_invalid', `${capitalize(what)} is not valid JSON${place(json, error)}.`);
  }
  const [inexact] = findInexactNumbers(json);
  if (inexact !== undefined) {
    const { path, message } = inexact;
    const at = path && ` (${path})`;
    throw usageError(
      'json_invalid',
      `${capitalize(what)} has a number that changes${at}: ${message}.`,
    );
  }
  return value;
}

function place(json: string, error: unknown): string {
  if (json.trim() === '') {
    return ': it is empty';
  }
  const position = /at position (\d+)/.exec((error as Error).message)?.[1];
  if (position === undefined) {
    return '';
  }
  const before = json.slice(0, Number(position)).split('\n');
  return `: look at line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
