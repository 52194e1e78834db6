import type { Style } from '../../output/style.js';
import { printable } from '../../output/printable.js';
import { gravestExit, type ExitName } from '../../exit-codes.js';
import { ROW_STATES, type IntegrationLine, type RowState } from './journal/journal-line.js';
import type { RowStates } from './journal/row-states.js';
import { count } from './progress/rate.js';

/** What the rows of an input came to, over all runs so far. */
export interface Summary {
  rows: number;
  /** Rows per state. */
  states: Partial<Record<RowState, number>>;
  /** Valid rows that were not begun. */
  notSent: number;
  /** Integrations that were given up in this run, and why. */
  integrations: IntegrationLine[];
}

/** What each state means, how it ends the command, and in what order it is shown. */
const MEANINGS: Readonly<Record<RowState, { exit: ExitName; text: string }>> = {
  delivered: { exit: 'ok', text: 'delivered' },
  accepted: { exit: 'ok', text: 'accepted: the API keeps and delivers them' },
  duplicate: { exit: 'ok', text: 'the same as an earlier row: not sent' },
  invalid: { exit: 'usage', text: 'not valid: not sent' },
  rejected: { exit: 'rejected', text: 'refused by Kombo or the ATS' },
  not_found: { exit: 'rejected', text: 'not found in the ATS: not sent' },
  ambiguous: { exit: 'rejected', text: 'ambiguous, several targets: not sent' },
  throttled: { exit: 'later', text: 'throttled, nothing written: run again' },
  unavailable: { exit: 'later', text: 'not available, nothing written: run again' },
  integration_broken: {
    exit: 'broken',
    text: 'held: the integration needs a repair; then run again',
  },
  account_broken: { exit: 'broken', text: 'held: the account needs a repair; then run again' },
  unknown: { exit: 'unknown', text: 'unknown: may or may not be in the ATS; look there' },
  sending: { exit: 'unknown', text: 'in flight' },
};

/** Puts together what is known. */
export function summarise(
  rows: number,
  states: RowStates,
  integrations: Iterable<IntegrationLine>,
): Summary {
  const counts = ROW_STATES.map((state) => [state, states.count(state)] as const);
  const known = counts.reduce((sum, [, n]) => sum + n, 0);
  return {
    rows,
    states: Object.fromEntries(counts.filter(([, n]) => n > 0)),
    notSent: rows - known,
    integrations: [...integrations],
  };
}

/** How a command ends: as its gravest row. */
export function exitOfSummary({ states, notSent }: Summary): ExitName {
  const exits = Object.keys(states).map((state) => MEANINGS[state as RowState].exit);
  return gravestExit(notSent > 0 ? [...exits, 'later'] : exits);
}

/** For people: a line per state, then what stops integrations. */
export function summaryText(
  { rows, states, notSent, integrations }: Summary,
  style: Style,
): string {
  const shown = (Object.keys(MEANINGS) as RowState[]).flatMap((state) => {
    const n = states[state];
    return n === undefined ? [] : [{ n, ...MEANINGS[state] }];
  });
  const lines =
    notSent > 0 ? [...shown, { n: notSent, exit: 'later', text: 'not sent yet' }] : shown;
  const width = count(rows).length;
  return [
    `${style.strong(count(rows).padStart(width))} rows`,
    ...lines.map(({ n, exit, text }) => {
      const paint = exit === 'ok' ? style.good : exit === 'later' ? style.caution : style.bad;
      return `${paint(count(n).padStart(width))} ${text}`;
    }),
    ...integrations.flatMap(({ integration, code, message, advice }) => {
      const why = [code, message].filter((part) => part != null && part !== '').join(': ');
      return [
        `${style.bad('Stopped:')} ${printable(integration)}${why === '' ? '' : printable(` (${why})`)}`,
        ...(advice === undefined ? [] : [`  ${printable(advice)}`]),
      ];
    }),
  ].join('\n');
}

/** As the last event of `--json`. */
export function summaryData(summary: Summary, report: string, exitCode: number): unknown {
  const { rows, states, notSent, integrations } = summary;
  return {
    event: 'summary',
    status: exitCode === 0 ? 'success' : 'error',
    rows,
    states,
    not_sent: notSent,
    integrations,
    report,
    exit_code: exitCode,
  };
}
