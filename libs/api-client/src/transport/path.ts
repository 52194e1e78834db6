/**
 * An id as one path segment. `.` and `..` would be folded away and lead to another route.
 *
 * @throws TypeError for an id that cannot be one
 */
export function segment(id: string): string {
  if (id === '' || id === '.' || id === '..') {
    throw new TypeError('an id must not be empty, "." or ".."');
  }
  return encodeURIComponent(id);
}

/** Names and values as a query string with its question mark; empty when nothing is set. A list is repeated. */
export function queryString(
  query: Readonly<Record<string, string | number | readonly string[] | undefined>>,
): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? (value as string[]) : [value]) {
      if (one !== undefined) parameters.append(name, String(one));
    }
  }
  return parameters.size === 0 ? '' : `?${parameters.toString()}`;
}
