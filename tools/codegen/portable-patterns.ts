/**
 * Regular expressions of the contract as JSON Schemas that every language reads alike
 * (docs/decisions/0017-schemas-for-other-languages.md).
 */
type Schema = Record<string, unknown>;

/** JavaScript's `\s` in full: other engines mean other characters by it. */
const WHITE_SPACE = '\\x09-\\x0d \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff';

/** By code: where `$` matches before one of them at the end of a text, in Python, Java, .NET or PCRE. */
const LINE_BREAKS = {
  '\n': '\\n',
  '\r': '\\r',
  '\x85': '\\x85',
  '\u2028': '\u2028',
  '\u2029': '\u2029',
};

/** Lookarounds, back references, and escapes that some engine lacks or reads in its own way. */
const NOT_PORTABLE = /\(\?(?!:)|\\[1-9dDsSwWbBpPkucAzZ]/;

/** How the pattern of a path segment begins: not `.` or `..`, and not blank. */
const PATH_SEGMENT = '^(?!\\.{1,2}$)(?=.*\\S)';

/**
 * The schema of texts that match `rule`. `not` has a type, because a pattern alone also holds for `null`.
 *
 * @throws Error for a pattern that some engine cannot read
 */
export function patternSchema(rule: RegExp): Schema {
  if (rule.source.startsWith(PATH_SEGMENT)) {
    const rest = new RegExp(rule.source.replace(PATH_SEGMENT, '^'), rule.flags);
    const { pattern, not } = patternSchema(rest);
    const blank = { pattern: `^[${WHITE_SPACE}]*$` };
    return { pattern, not: { type: 'string', anyOf: [{ enum: ['.', '..'] }, blank, not] } };
  }
  return {
    pattern: portable(rule.source),
    not: { type: 'string', pattern: `[${refusedLineBreaks(rule)}]` },
  };
}

function portable(source: string): string {
  const pattern = source
    // A text in UTF-8 has no lone surrogates, and RE2 has no way to name them.
    .replaceAll('\\ud800-\\udfff', '')
    .replaceAll('\\d', '[0-9]')
    .replaceAll('[^\\s', `[^${WHITE_SPACE}`)
    // A bare `[` within a class begins another class in Java and Rust.
    .replaceAll(':[\\]', ':\\[\\]')
    .replaceAll('#[\\]', '#\\[\\]');
  if (NOT_PORTABLE.test(pattern)) throw new Error(`Not every engine can read ${pattern}`);
  return pattern;
}

/** Line breaks that no matching text has. */
function refusedLineBreaks(rule: RegExp): string {
  return Object.entries(LINE_BREAKS)
    .filter(([character]) => !rule.test(`a${character}a`))
    .map(([, escaped]) => escaped)
    .join('');
}
