/** Columns of the help, less the indentation and the ` \` at the end of a line. */
const WIDTH = 80 - 4 - 2;

/** A flag with its value, or any other word; quotes hold a word together. */
const PART = /(?:--[\w-]+ (?!-)(?=["'\w]))?(?:[^\s"']+|"[^"]*"|'[^']*')+/g;

/** A command line as it fits into the help, continued with a backslash: it can still be pasted. */
export function wrapExample(example: string): string {
  const lines: string[] = [];
  for (const part of example.replace(/\s*\\\n\s*/g, ' ').match(PART) ?? []) {
    const last = lines.at(-1);
    const indent = lines.length === 0 ? '' : '  ';
    if (last !== undefined && `${last} ${part}`.length <= WIDTH) {
      lines[lines.length - 1] = `${last} ${part}`;
    } else {
      lines.push(indent + part);
    }
  }
  return `  $ ${lines.join(' \\\n    ')}`;
}
