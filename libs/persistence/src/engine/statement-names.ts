import { hash } from 'node:crypto';

/**
 * Texts that get a name; the rest, put together from filters, runs unprepared, since a server keeps every
 * prepared statement in the memory of every connection.
 */
const MOST_NAMES = 100;

const names = new Map<string, string>();

/**
 * The name under which a connection prepares a statement, so that the server parses and plans it once
 * instead of every time; `undefined` for texts that come too late for one. A name stands for one text in
 * every process: behind a pooler that shares connections, another process may have prepared it.
 */
export function statementName(text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined || names.size === MOST_NAMES) return known;
  const name = `result_links_${hash('sha256', text).slice(0, 24)}`;
  names.set(text, name);
  return name;
}
