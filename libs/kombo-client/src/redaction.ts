/** Shorter values are left alone: replacing every `a` would destroy a message and protect nobody. */
const MIN_LENGTH = 3;

/**
 * How much of a text is searched, in characters: enough for a value of the greatest length the
 * contract allows to be seen whole, little enough not to hold up the process.
 */
const MAX_SEARCHED = 200_000;

const LONE_SURROGATES = /\p{Cs}/gu;

/**
 * Makes a function that takes the API key out of a text. Servers, and proxies more so, like to
 * repeat what they were sent.
 */
export function keyRedactor(apiKey: string): (text: string) => string {
  const encoded = encodeURIComponent(apiKey);
  return (text) => text.replaceAll(apiKey, '[API key]').replaceAll(encoded, '[API key]');
}

/**
 * Makes a function that shortens a text from outside for an error message: one line, at most
 * `maxLength` characters, and none of the values of the request in it, for they are personal data
 * (links, names, scores) and messages end up in logs.
 */
export function excerpter(request: unknown, maxLength = 160): (text: string) => string {
  return (text) => {
    let line = text.slice(0, MAX_SEARCHED);
    for (const value of valuesOf(request)) {
      line = line.replaceAll(value, '[…]');
    }
    line = line.replace(/[\p{C}\s]+/gu, ' ').trim();
    return line.length > maxLength
      ? `${line.slice(0, maxLength).replace(LONE_SURROGATES, '')}…`
      : line;
  };
}

/** All strings in a request, in the spellings a server may repeat them in, the longest first. */
function valuesOf(request: unknown): string[] {
  const values = new Set<string>();
  const stack: unknown[] = [request];
  const seen = new Set<object>();
  for (let item = stack.pop(); item !== undefined || stack.length > 0; item = stack.pop()) {
    if (typeof item === 'string' && item.length >= MIN_LENGTH) {
      values.add(item);
      values.add(JSON.stringify(item).slice(1, -1));
      values.add(encodeURIComponent(item.replace(LONE_SURROGATES, '\uFFFD')));
      values.add(escapeHtml(item));
    } else if (typeof item === 'object' && item !== null && !seen.has(item)) {
      seen.add(item);
      Object.values(item).forEach((value) => stack.push(value));
    }
  }
  return [...values].sort((a, b) => b.length - a.length);
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
