import type { Line } from '../../command.js';
import { printable } from '../../output/printable.js';
import type { Finding } from './check/check-rows.js';
import type { RowLine } from './journal/journal-line.js';

/** A row that is not sent, one line per broken rule: line, column, value, problem. */
export function findingLine(finding: Finding, unit: string): Line {
  const { row, line } = finding;
  if (finding.kind === 'duplicate') {
    return {
      data: { event: 'row', row, line, state: 'duplicate', of: finding.of },
      text: (style) =>
        `${style.caution(`${unit} ${line}`)}: the same as ${unit} ${finding.ofLine}; it isn't sent twice`,
    };
  }
  const { problems } = finding;
  return {
    data: { event: 'row', row, line, state: 'invalid', problems },
    text: (style) =>
      problems
        .map(({ column, message, value }) => {
          const place = column === '' ? '' : `, ${style.strong(printable(column))}`;
          const shown = value === undefined ? '' : ` ${printable(JSON.stringify(value))}`;
          return `${style.bad(`${unit} ${line}`)}${place}${shown}: ${printable(message)}`;
        })
        .join('\n'),
  };
}

/** A row that was not delivered. */
export function fateLine(fate: RowLine, unit: string): Line {
  const { line, state, code, message, log_url } = fate;
  return {
    data: { event: 'row', ...fate },
    text: (style) => {
      const why = [code, message].filter((part) => part != null && part !== '').join(': ');
      const log = log_url == null ? '' : ` (${log_url})`;
      return `${style.bad(`${unit} ${line}`)}: ${state.replace('_', ' ')}${printable(why === '' ? '' : `, ${why}`)}${printable(log)}`;
    },
  };
}
