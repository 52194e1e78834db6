import { usageError } from '../../../errors.js';

const START = /^"?sep=/i;

/** `sep=;`, also in quotes, and with what a spreadsheet puts behind it for the other columns: `sep=;,,,`. */
const SEPARATOR_LINE = /^(?:sep=([^\w"]?)|"sep=([^\w"]?)")(([^\w"])\4*)?$/i;

/**
 * What Excel's own line before the header says about the separator: `sep=;`. A spreadsheet that saves the
 * file again fills this line up to the width of the table (`sep=;,,,`): then it is separated by that.
 *
 * @param head text from its first line on that is not empty
 * @returns `undefined`: there is no such line, or it names none
 * @throws CliError when the line does not name one character
 */
export function saidSeparator(head: string): string | undefined {
  const line = (head.split(/[\r\n]/, 1)[0] ?? '').replace(/(?<=[^=]) +$/, '');
  if (!START.test(line)) return undefined;
  const [whole, plain = '', quoted = plain, , filled] = SEPARATOR_LINE.exec(line) ?? [];
  if (whole === undefined) {
    throw usageError(
      'separator_line_invalid',
      'The first line, "sep=…", must name one character.',
      {
        hint: 'Nothing was sent. Delete the line, write it as sep=; or name the separator with --delimiter.',
      },
    );
  }
  return filled ?? (quoted === '' ? undefined : quoted);
}

/** Whether a first row is that line: then it is not the header. */
export function isSeparatorLine([first = '']: readonly string[]): boolean {
  return START.test(first);
}
